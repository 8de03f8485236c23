"use client";
import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { saveText } from "@/components/customers/send-file";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/surface";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/customers/csv-text";

const SAMPLE = [
  [
    "id",
    "created_at",
    "status",
    "message_mode",
    "subject",
    "raw_body",
    "recipient_numbers",
    "sent_count",
    "solapi_group_id",
  ],
  ["117", "2025-03-11 10:02:00", "sent", "sms", "", "봄맞이 회원 감사", "010-0000-0104,010-0000-0119", "2", ""],
];

/** Which files can be read, with one to look at. */
export function HistoryHowTo() {
  const t = useTranslations("historyImport.how");
  return (
    <Card>
      <CardBody className="grid gap-2 text-sm">
        <h2 className="font-semibold text-base">{t("title")}</h2>
        <ul className="grid list-disc gap-1 ps-5 text-ink-2">
          <li>{t("messages")}</li>
          <li>{t("logs")}</li>
          <li>{t("again")}</li>
        </ul>
        <Button
          size="sm"
          className="mt-1 justify-self-start"
          onClick={() => saveText("messages-sample.csv", BYTE_ORDER_MARK + SAMPLE.map(csvLine).join(""))}
        >
          <Download aria-hidden />
          {t("sample")}
        </Button>
      </CardBody>
    </Card>
  );
}
