/** What something takes of the processor, in milliseconds: it takes no longer while others use the machine. */
export function processorMs(run: () => void): number {
  const begun = process.cpuUsage()
  run()
  return process.cpuUsage(begun).user / 1_000
}
