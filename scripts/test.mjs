// npm test · npm run check · npm run test:db · npm run e2e [-- filter]
// node scripts/test.mjs [--only types,lint,unit,db,build,e2e] [filter…]
import { requireNode } from "./setup/node-version.mjs";

requireNode();
import("./setup/run-tests.mjs")
  .then((tests) => tests.runTests(process.argv.slice(2)))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
