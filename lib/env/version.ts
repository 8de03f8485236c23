import "server-only";
import packageJson from "@/package.json";

/** The version that runs, as the package names it. */
export const VERSION: string = packageJson.version;
