import { interrupted } from "./interrupt.mjs";
import { SetupError } from "./steps.mjs";

const WINDOW_MS = 600_000;
const MOST = 5;

/**
 * Watches what runs until the signal: a part that ended by itself (or by kill -9) is started again, at most five
 * times in ten minutes, then everything ends with that part's name.
 * @param {{ name: string, exited?: Promise<unknown>, restart?: () => Promise<object> }[]} running changed in place
 */
export async function supervise(running, signal) {
  const restarts = [];
  while (!signal.aborted) {
    const watched = running.filter((part) => part.exited);
    const ended = await Promise.race([interrupted(signal), ...watched.map((part) => part.exited.then(() => part))]);
    if (!ended || signal.aborted) return;
    const now = Date.now();
    restarts.push(now);
    if (restarts.filter((at) => at > now - WINDOW_MS).length > MOST)
      throw new SetupError(
        `${ended.name} 이(가) 계속 멈춰요. (${ended.name} keeps stopping.)${ended.log ? ` ${ended.log}` : ""}`,
      );
    console.log(`${ended.name} 이(가) 멈춰서 다시 켜요 (restarting ${ended.name})`);
    const again = await ended.restart();
    if (again.url && again.url !== ended.url) {
      await again.stop();
      throw new SetupError(
        "데이터베이스의 포트를 다른 프로그램이 가져갔어요. 다시 실행해 주세요. (The database's port was taken by another program.)",
      );
    }
    Object.assign(ended, again);
  }
}
