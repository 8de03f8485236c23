/** What a line of an old table of pictures may say, and what its columns are called there. */
const TITLES = {
  id: "id imageid legacyid pk 번호",
  customerCode: "customercode code memberno membercode customer 고객코드 회원번호 고객",
  customerId: "customerid memberid 고객id",
  filename: "filename name originalname originalfilename 파일명 파일이름",
  filePath: "filepath path key objectkey storagepath url 경로 파일경로",
  bytes: "bytes size filesize 크기",
  sha256: "sha256 hash checksum 해시",
  createdAt: "createdat uploadedat created registeredat regdate 등록일 올린때",
} as const;

export type MetadataField = keyof typeof TITLES;
const FIELDS = Object.keys(TITLES) as MetadataField[];
const bare = (title: string) =>
  title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_.-]/g, "");
const fieldOf = new Map(FIELDS.flatMap((field) => TITLES[field].split(" ").map((title) => [title, field] as const)));

/** Which column holds what; the first of two with one meaning counts. */
export function metadataColumns(titles: readonly string[]): Map<MetadataField, number> {
  const at = new Map<MetadataField, number>();
  for (const [i, title] of titles.entries()) {
    const field = fieldOf.get(bare(title));
    if (field && !at.has(field)) at.set(field, i);
  }
  return at;
}

/** What must be among them and isn't, as it is called in a file of ours. */
export function missingColumns(at: ReadonlyMap<MetadataField, number>): string[] {
  const missing = [
    !at.has("id") && "id",
    !at.has("customerCode") && !at.has("customerId") && "customer_code",
    !at.has("filePath") && "file_path",
  ];
  return missing.filter((one) => one !== false);
}
