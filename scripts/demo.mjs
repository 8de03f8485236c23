// npm run demo [-- --reset] [-- --no-tick] [-- --dev] · PORT (3000) · HOST (127.0.0.1) · DATABASE_URL
import { requireNode } from "./setup/node-version.mjs";

requireNode();
import("./setup/run-demo.mjs")
  .then((demo) => demo.runDemo(process.argv.slice(2)))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
