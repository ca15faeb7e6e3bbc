// Add, take with lock and finish with BullMQ, as the measure for the queue's own verbs.
// node bullmq.mjs PORT JOBS WORKERS NAME: prints one JSON line of rates a second and of what it cost.
import { Queue, Worker } from 'bullmq';

const [port, jobs, workers, name] = [Number(process.argv[2]), Number(process.argv[3]), Number(process.argv[4]), process.argv[5]];
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const IN_FLIGHT = 8;

const queue = new Queue(name, { connection });
await queue.waitUntilReady();
// About what a ticket's document holds.
const data = { conversation: 'x'.repeat(40), reason: 'G2', card: 'x'.repeat(300) };
const options = { removeOnComplete: true, removeOnFail: true };

const addStart = performance.now();
let next = 0;
await Promise.all(Array.from({ length: IN_FLIGHT }, async () => {
  while (next < jobs) {
    const number = next++;
    await queue.add('ticket', data, { ...options, jobId: `t-${number}`, priority: 1 + (number % 4) });
  }
}));
const addSeconds = (performance.now() - addStart) / 1000;

let done = 0;
let finish;
const finished = new Promise((resolve) => { finish = resolve; });
const running = Array.from({ length: workers }, () => new Worker(name, async () => {}, { connection, autorun: false, concurrency: 1 }));
for (const worker of running) {
  await worker.waitUntilReady();
  worker.on('completed', () => { if (++done === jobs) finish(); });
}
const cpuBefore = process.cpuUsage();
const drainStart = performance.now();
for (const worker of running) worker.run();
await finished;
const drainSeconds = (performance.now() - drainStart) / 1000;
const cpu = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ add: jobs / addSeconds, drain: jobs / drainSeconds, cpuMicroseconds: (cpu.user + cpu.system) / jobs }));
await Promise.all(running.map((w) => w.close(true)));
await queue.close();
process.exit(0);
