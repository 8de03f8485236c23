import subset71 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.71.woff2" with {
  turbopackModuleType: "asset",
};
import subset79 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.79.woff2" with {
  turbopackModuleType: "asset",
};
import subset81 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.81.woff2" with {
  turbopackModuleType: "asset",
};
import subset82 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.82.woff2" with {
  turbopackModuleType: "asset",
};
import subset83 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.83.woff2" with {
  turbopackModuleType: "asset",
};
import subset84 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.84.woff2" with {
  turbopackModuleType: "asset",
};
import subset85 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.85.woff2" with {
  turbopackModuleType: "asset",
};
import subset86 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.86.woff2" with {
  turbopackModuleType: "asset",
};
import subset87 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.87.woff2" with {
  turbopackModuleType: "asset",
};
import subset88 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.88.woff2" with {
  turbopackModuleType: "asset",
};
import subset89 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.89.woff2" with {
  turbopackModuleType: "asset",
};
import subset90 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.90.woff2" with {
  turbopackModuleType: "asset",
};
import subset91 from "pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.91.woff2" with {
  turbopackModuleType: "asset",
};
import { preload } from "react-dom";

/** The pieces of the bundled font that the screens' own words are made of: every page needs them, whatever it shows. */
const PIECES = [
  subset91,
  subset90,
  subset89,
  subset88,
  subset87,
  subset86,
  subset85,
  subset84,
  subset83,
  subset82,
  subset81,
  subset79,
  subset71,
];

/**
 * Asks for them with the page itself. Found only through the style sheet they come after the first paint, and every
 * column whose width is its words' moves once more (bench.md W2: layout shift 0).
 */
export function preloadFont(): void {
  for (const href of PIECES) preload(href, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
}
