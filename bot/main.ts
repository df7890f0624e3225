#!/usr/bin/env node
import { run } from './commands/program.ts'

const { stdin, stdout, stderr, env } = process

// A reader that went away is noticed by the write that fails, not by an event that would end the process.
for (const output of [stdout, stderr]) output.on('error', () => {})

process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env, exit: (code) => process.exit(code) })
