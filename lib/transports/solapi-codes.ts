/**
 * What a code means for us: S arrived · P still under way · F final, never again · C a person must change the set-up
 * first · T final, a new attempt may work · U nobody knows, never again by itself (solapi.md §4.1).
 */
export const codeClasses = ["S", "P", "F", "C", "T", "U"] as const;
export type CodeClass = (typeof codeClasses)[number];

/** What a person does about it; words in the `solapiCodes` catalogue. */
export const codeRemedies = [
  "nothing",
  "wait",
  "sendAgain",
  "fixText",
  "fixNumber",
  "askRecipient",
  "respectOptOut",
  "fixButtons",
  "fixTemplate",
  "fixChannel",
  "fixAccount",
  "uploadImage",
  "registerSender",
  "liftNumberGuard",
  "topUp",
  "askSolapi",
  "sendAsText",
  "daytime",
  "decide",
  "tellUs",
] as const;
export type CodeRemedy = (typeof codeRemedies)[number];

type Row = readonly [codes: string, codeClass: CodeClass, remedy: CodeRemedy];
const ROWS: readonly Row[] = [
  ["4000", "S", "nothing"],
  ["2000 3000 2100", "P", "wait"],
  ["2160", "F", "nothing"],
  ["1010 1011 1021 1022 1025 1032 1033 2011 3011 3049", "F", "tellUs"],
  ["1013 1014 1027 1028 1029 1031 2254 3054 3055", "F", "fixText"],
  ["1026", "F", "nothing"],
  ["1020", "C", "fixAccount"],
  ["1023", "F", "uploadImage"],
  ["1034 1051", "C", "uploadImage"],
  ["1024", "T", "sendAgain"],
  ["1030 2230", "C", "topUp"],
  ["1041 3101 3106", "C", "fixChannel"],
  ["1042 1043 3103 3105", "C", "fixTemplate"],
  ["1044 1045 1046 1047 1048 1049 1050 1052 1053", "F", "fixButtons"],
  ["1058 3058 3031 3050 3052", "F", "fixNumber"],
  ["1060 2060 1061 2061", "F", "respectOptOut"],
  ["1062 2062 3013", "C", "registerSender"],
  ["1064 2064 2063", "C", "askSolapi"],
  ["2024 3012 3014 3024 3048", "U", "decide"],
  ["3010 3032", "F", "fixNumber"],
  ["3040 3041 3042 3043 3044 3045 3046 3051 3053 3056 3057", "T", "sendAgain"],
  ["3047 3060", "F", "askRecipient"],
  ["3059", "C", "liftNumberGuard"],
  ["3102 3104 3107", "F", "sendAsText"],
  ["3108", "T", "daytime"],
];

const KNOWN = new Map<string, { codeClass: CodeClass; remedy: CodeRemedy }>(
  ROWS.flatMap(([codes, codeClass, remedy]) => codes.split(" ").map((code) => [code, { codeClass, remedy }] as const)),
);

/** Every code we have words for. */
export const knownCodes = [...KNOWN.keys()].sort();

export type CodeMeaning = {
  codeClass: CodeClass;
  remedy: CodeRemedy;
  /** Under `meaning` of the `solapiCodes` catalogue: `c4000`, or what its family is. */
  meaning: string;
};

/**
 * What a status code of a message means. One we don't know is told by its first digit: 1xxx was never taken on and is
 * final, all others may have arrived, so nobody sends them again by themselves.
 */
export function codeMeaning(code: string | null | undefined): CodeMeaning {
  const known = code ? KNOWN.get(code) : undefined;
  if (known) return { ...known, meaning: `c${code}` };
  if (code && /^1\d{3}$/.test(code)) return { codeClass: "F", remedy: "askSolapi", meaning: "otherRefusal" };
  const meaning = code && /^[23]\d{3}$/.test(code) ? "otherCarrier" : "other";
  return { codeClass: "U", remedy: "decide", meaning };
}

export const codeClass = (code: string | null | undefined): CodeClass => codeMeaning(code).codeClass;

/** Nothing more will be heard of it. */
export const isFinalCode = (code: string | null | undefined): boolean => !["P", "U"].includes(codeClass(code));

/** Where a refused Alimtalk may be followed by a text: the phone has no KakaoTalk or doesn't take the channel. Set-up errors never hide behind one (solapi.md §4.1). */
export const mayFallBack = (code: string | null | undefined): boolean => codeMeaning(code).remedy === "sendAsText";
