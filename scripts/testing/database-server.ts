import type { TestProject } from "vitest/node";
import { schemaScript } from "../../db/testing/schema-script";
import { testServer } from "../setup/database.mjs";

/**
 * Gives database tests a server, the one of TEST_DATABASE_URL, else one that lives only as long as this run, and what
 * each of their databases is made from.
 */
export default async function databaseServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer();
  const provide = async () => project.provide("schemaScript", await schemaScript(server.url));
  project.provide("databaseUrl", server.url);
  await provide();
  // Who watches may write a migration meanwhile.
  project.onTestsRerun(provide);
  return () => server.stop();
}
