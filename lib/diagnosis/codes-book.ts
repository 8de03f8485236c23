import type { Layer } from "@/db/enums";
import { codeMeaning, knownCodes } from "@/lib/transports/solapi-codes";
import { errorReasons } from "@/lib/transports/solapi-errors";
import { allConditions } from "./all-conditions";
import { type CodeRow, phoneRows, requestNames, requestRows, roomRows } from "./codes-tables";

/** Where a code comes from: a message's result, a refused request, our own words for phones and for rooms, a verdict. */
export const codeKinds = ["solapi", "request", "phone", "room", "verdict"] as const;
export type CodeKind = (typeof codeKinds)[number];

/** Words are named as `area.path.to.key`; the first that exists is spoken. */
export type CodeEntry = {
  code: string;
  kind: CodeKind;
  /** Where it is found broken; null: nothing is broken, or it is no layer's. */
  layer: Layer | null;
  meaning: readonly string[];
  we: string;
  you: readonly string[];
};

const split = (rows: readonly CodeRow[], kind: CodeKind, words: string): CodeEntry[] =>
  rows.flatMap(([codes, layer, deed, step]) =>
    codes.split(" ").map((code) => ({
      code,
      kind,
      layer,
      // A sentence with blanks to fill in has another one here, without.
      meaning: [`codeBook.meaning.${code}`, `${words}.${code}`, `codeBook.limit.${code}`],
      we: `codeBook.we.${deed}`,
      you: [`codeBook.you.${step}`],
    })),
  );

const ofSolapi = (): CodeEntry[] =>
  knownCodes.map((code) => {
    const { codeClass, remedy, meaning } = codeMeaning(code);
    const isFine = codeClass === "S" || codeClass === "P" || code === "2160";
    return {
      code,
      kind: "solapi",
      layer: isFine ? null : "provider",
      meaning: [`solapiCodes.meaning.${meaning}`],
      we: `solapiCodes.we.${codeClass}`,
      you: [`solapiCodes.you.${remedy}`],
    };
  });

function ofRequests(): CodeEntry[] {
  const own = split(requestRows, "request", "codeBook.port");
  const ofReason = new Map(own.map((entry) => [entry.code, entry]));
  const named = requestNames.flatMap((name) => {
    const entry = ofReason.get(errorReasons.get(name.toLowerCase()) ?? "");
    return entry ? [{ ...entry, code: name, meaning: [`codeBook.request.${name}`, ...entry.meaning] }] : [];
  });
  return [...named, ...own];
}

/** What a diagnosis may say; two subjects can have one in common. */
function ofVerdicts(): CodeEntry[] {
  const rows = new Map(allConditions.map((row) => [row.id, row]));
  return [...rows.values()].map(({ id, layer, fix }) => ({
    code: id,
    kind: "verdict",
    layer,
    meaning: [`diagnosisCauses.cause.${id}.title`],
    we: `diagnosisCauses.cause.${id}.why`,
    you: [`diagnosisCauses.fix.${fix}.how`],
  }));
}

/** Every code somebody may meet: Solapi's, its requests', the gateways', our own. */
export const codeBook: readonly CodeEntry[] = [
  ...ofSolapi(),
  ...ofRequests(),
  ...split(phoneRows, "phone", "reasons"),
  ...split(roomRows, "room", "logs.reasons"),
  ...ofVerdicts(),
];
