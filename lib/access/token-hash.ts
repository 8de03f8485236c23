import "server-only";
import { createHash, createHmac, randomBytes } from "node:crypto";

/** 256 random bits, for session ids and API tokens. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What is stored of a bearer secret: its SHA-256. */
export const secretHash = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** Keyed hash, for keys that would be guessable otherwise. */
export const keyedHash = (key: string, value: string): Buffer => createHmac("sha256", key).update(value).digest();
