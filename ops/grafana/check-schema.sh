#!/bin/sh
# Checks the dashboards against Grafana's own published types: the npm package @grafana/schema. It carries TypeScript
# alone, so a JSON schema is made of it first; unknown fields are errors. Panels' options and field settings are checked
# against the types of their kind. Needs node and npm; nothing of it stays in the source tree.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
schema=13.2.3
cache=${STEWARD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/steward}/grafana-schema/$schema
for tool in node npm; do
    command -v "$tool" >/dev/null || { echo "check-schema.sh: no $tool on the PATH; install Node.js with npm" >&2; exit 2; }
done

if [ ! -e "$cache/node_modules/@grafana/schema/package.json" ]; then
    mkdir -p "$cache"
    echo '{"private":true,"type":"module"}' >"$cache/package.json"
    (cd "$cache" && npm install --silent --no-audit --no-fund --ignore-scripts \
        "@grafana/schema@$schema" ts-json-schema-generator@2.4.0 ajv@8.17.1)
fi
cat >"$cache/check.mjs" <<'JS'
import fs from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const types = 'node_modules/@grafana/schema/dist/types/raw';
const checks = new Map();
function check(file, type) {
  const key = `${file}#${type}`;
  if (!checks.has(key)) {
    const options = { path: `${types}/${file}`, type, skipTypeCheck: true, additionalProperties: false };
    const schema = createGenerator(options).createSchema(type);
    checks.set(key, new Ajv({ allErrors: true, strict: false }).compile(schema));
  }
  return checks.get(key);
}

let wrong = 0;
function demand(what, file, type, value) {
  const valid = check(file, type);
  if (!valid(value)) {
    wrong++;
    for (const error of valid.errors) {
      console.log(`${what}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}

let panels = 0;
for (const file of process.argv.slice(2)) {
  const name = path.basename(file);
  const dashboard = JSON.parse(fs.readFileSync(file, 'utf8'));
  demand(name, 'dashboard/x/types.gen.d.ts', 'Dashboard', dashboard);
  for (const panel of dashboard.panels) {
    panels++;
    const kind = `composable/${panel.type}/panelcfg/x/types.gen.d.ts`;
    demand(`${name}, ${panel.title}, options`, kind, 'Options', panel.options);
    const custom = panel.fieldConfig.defaults.custom;
    if (custom !== undefined) demand(`${name}, ${panel.title}, custom`, kind, 'FieldConfig', custom);
  }
}
console.log(`${process.argv.length - 2} dashboards, ${panels} panels, ${wrong} wrong`);
process.exit(wrong === 0 ? 0 : 1);
JS
cd "$cache" && node check.mjs "$here"/dashboards/*.json
