"use client";
import { useTranslations } from "use-intl";
import { Badge } from "./badge";
import { Status } from "./status";
import type { StatusKind } from "./status-icon";

type Props = {
  kind: StatusKind /** Pill instead of plain text. */;
  badge?: boolean;
  className?: string;
  title?: string;
};

/** A status that brings its own word: 접수 · 전달 · 도착 · 미확인 · 실패 … */
export function StatusWord({ kind, badge = false, ...rest }: Props) {
  const t = useTranslations("common.status");
  const Look = badge ? Badge : Status;
  return (
    <Look kind={kind} {...rest}>
      {t(kind)}
    </Look>
  );
}
