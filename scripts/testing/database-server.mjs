import { testServer } from "../setup/database.mjs";

/** Gives database tests a server: the one of TEST_DATABASE_URL, else one that lives only as long as this run. */
export default async function databaseServer(project) {
  const server = await testServer();
  project.provide("databaseUrl", server.url);
  return () => server.stop();
}
