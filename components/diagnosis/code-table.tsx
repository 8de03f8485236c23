import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { CodeDto } from "@/lib/diagnosis/codes-find";
import { words } from "@/lib/i18n/words";

const TOP = "md:align-top md:whitespace-normal md:py-2.5";

/** The dictionary itself, drawn on the server. */
export async function CodeTable({ items }: { items: readonly CodeDto[] }) {
  const t = await words("codeBook");
  return (
    <Table label={t("title")} className="md:table-fixed">
      <thead>
        <tr>
          <Th className="w-[17%]">{t("columns.code")}</Th>
          <Th className="w-[11%]">{t("columns.layer")}</Th>
          <Th className="w-[22%]">{t("columns.meaning")}</Th>
          <Th className="w-[27%]">{t("columns.we")}</Th>
          <Th className="w-[23%]">{t("columns.you")}</Th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ code, kind, layer, meaning, we, you, isAsked }) => (
          <Tr key={`${kind}/${code}`} selected={isAsked} {...(isAsked && { "aria-current": "true" })}>
            <Td lead className={TOP}>
              <code className="break-all font-semibold">{code}</code>
              {isAsked && <span className="block font-medium text-accent-ink text-xs">{t("asked")}</span>}
              <span className="block font-normal text-ink-3 text-xs">{t(`kinds.${kind}`)}</span>
            </Td>
            <Td toggle className={TOP}>
              {layer ? <Tag>{t(`layers.${layer}`)}</Tag> : <span className="max-md:hidden">{t("layers.none")}</span>}
            </Td>
            <Td full className={`${TOP} font-medium`}>
              {meaning}
            </Td>
            <Td full label={t("columns.we")} className={`${TOP} text-ink-2`}>
              {we}
            </Td>
            <Td full label={t("columns.you")} className={TOP}>
              {you}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
