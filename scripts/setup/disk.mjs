import { statfsSync } from "node:fs";
import { SetupError } from "./steps.mjs";

/** Megabytes this user may still write where the directory is. */
export function freeMegabytes(dir) {
  const { bavail, bsize } = statfsSync(dir);
  return Math.floor((bavail * bsize) / 1_048_576);
}

export const diskFull = (dir, detail) =>
  new SetupError(
    `디스크가 가득 찼어요. ${dir} 이(가) 있는 디스크를 비우고 다시 실행해 주세요. (${detail})\n(The disk is full. Free some space for ${dir} and run this again.)`,
  );

/**
 * Stops before anything is half written. `DOCHAK_MIN_FREE_MB` sets another threshold.
 * @param {string} dir
 * @param {number} neededMb
 * @param {Record<string, string | undefined>} env
 */
export function requireDisk(dir, neededMb, env = process.env) {
  const needed = Number(env.DOCHAK_MIN_FREE_MB || neededMb);
  const free = freeMegabytes(dir);
  if (free < needed) throw diskFull(dir, `${free} MB < ${needed} MB`);
  return { remark: `${free >= 10_240 ? `${Math.floor(free / 1024)} GB` : `${free} MB`} 남음` };
}

export const DISK_FULL = /ENOSPC|no space left|disk (is )?full|error 28\b|errcode: 28/i;

/** True when a failure's words mean that the disk was full. */
export const saysDiskFull = (text) => DISK_FULL.test(text);
