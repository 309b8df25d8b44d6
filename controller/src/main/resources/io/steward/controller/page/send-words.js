/**
 * What a person types into the form of a command, as the message wants it. Pure.
 * @module
 */

const UNITS = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86400 };
const SHELL_SIGNS = /[|<>&;$`*?~]/;

/** Words as a shell would part them by blanks and quotes, with nothing expanded. */
export function words(line) {
  const argv = [];
  let word;
  let quote;
  let shelly = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i];
    if (quote) {
      if (sign === quote) quote = undefined;
      else if (sign === "\\" && quote === '"' && /["\\$`]/.test(line[i + 1] ?? "")) word += line[++i];
      else word += sign;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      word ??= "";
    } else if (/\s/.test(sign)) {
      if (word !== undefined) argv.push(word);
      word = undefined;
    } else {
      if (sign === "\\" && i + 1 < line.length) i++;
      else shelly ||= SHELL_SIGNS.test(sign);
      word = (word ?? "") + line[i];
    }
  }
  if (word !== undefined) argv.push(word);
  return { argv, shelly, problem: quote ? `The quote ${quote} is not closed.` : argv.length ? "" : "Say what to run, like: uname -a" };
}

/** "30s", "5 min", "1h30m", "2 d" or ISO 8601 as ISO 8601; undefined if it is none of them or not above zero. */
export function duration(text) {
  const bare = text.trim();
  if (/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/i.test(bare)) return /[1-9]/.test(bare) ? bare.toUpperCase() : undefined;
  const parts = [...bare.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|[smhd])/gi)];
  if (!parts.length || parts.map(([part]) => part).join("").replaceAll(/\s/g, "") !== bare.replaceAll(/\s/g, "")) return undefined;
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit.toLowerCase()], 0);
  return seconds > 0 ? `PT${Number(seconds.toFixed(3))}S` : undefined;
}

/** NAME=value lines as an object; problem names the first line that is none. */
export function environment(text) {
  const env = {};
  for (const line of text.split("\n").filter((one) => one.trim())) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    if (!match) return { problem: `“${line.trim().slice(0, 40)}” is not NAME=value.` };
    env[match[1]] = match[2];
  }
  return { env };
}

/** JSON that is an object. */
export function jsonObject(text) {
  try {
    const value = JSON.parse(text.trim() || "{}");
    if (value && typeof value === "object" && !Array.isArray(value)) return { value };
    return { problem: "Use a JSON object like {\"key\": \"value\"}." };
  } catch (error) {
    return { problem: `This is not JSON: ${error.message}` };
  }
}
