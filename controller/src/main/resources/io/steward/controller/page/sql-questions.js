/**
 * Questions that are ready to be asked.
 * @module
 */
export const QUESTIONS = [
  ["Away with work waiting", `SELECT node, last_seen, queued
FROM node_state
WHERE NOT online AND queued > 0
ORDER BY last_seen`],
  ["What failed in the last day", `SELECT node, method, status, exit_code, error_message, issued_by, finished_at, id
FROM command_state
WHERE terminal AND status <> 'SUCCEEDED' AND finished_at > current_timestamp - INTERVAL '1' DAY
ORDER BY finished_at DESC`],
  ["Who ran what", `SELECT issued_by, method, count(*) AS commands,
  sum(CASE WHEN status = 'SUCCEEDED' THEN 1 ELSE 0 END) AS succeeded, max(issued_at) AS last_at
FROM command_state
GROUP BY issued_by, method
ORDER BY last_at DESC`],
  ["Agent versions", `SELECT agent_version, os, arch, count(*) AS nodes, sum(CASE WHEN online THEN 1 ELSE 0 END) AS online
FROM node_state
GROUP BY agent_version, os, arch
ORDER BY nodes DESC`],
  ["Slowest deliveries", `SELECT node, id, method, issued_at, delivered_at,
  extract(EPOCH FROM delivered_at) - extract(EPOCH FROM issued_at) AS seconds
FROM command_state
WHERE delivered_at IS NOT NULL
ORDER BY seconds DESC
FETCH FIRST 50 ROWS ONLY`],
  ["Anything in doubt", `SELECT node, problem, command_id, detail, recorded_at
FROM delivery_finding
ORDER BY recorded_at DESC`],
  ["Changes of the last day", `SELECT at, node, changed, old_value, new_value
FROM node_history
WHERE at > current_timestamp - INTERVAL '1' DAY AND changed <> 'online'
ORDER BY at DESC`],
  ["Clocks that are wrong", `SELECT node, ahead_seconds, heartbeat_at
FROM node_clock
WHERE abs(ahead_seconds) > 1
ORDER BY abs(ahead_seconds) DESC`],
];
