#!/usr/bin/env node
// Starts the program that the package of this platform carries. There is no install script: npm has put that
// package beside this one, by its "os" and "cpu".
"use strict";

const { spawn } = require("node:child_process");

const platform = `phantom-guard-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "phantom.exe" : "phantom";

let program;
try {
  program = require.resolve(`${platform}/bin/${file}`);
} catch {
  console.error(`error: the package ${platform} is not installed`);
  console.error("  help: install again without --omit=optional, or build Phantom with `cargo install`");
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// The terminal sends Ctrl-C to both: the program decides what it means.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`error: ${program} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
