import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

type Props = {
  /** `새 기록 12건` */
  title: ReactNode;
  /** Since when, and why they wait. */
  note?: ReactNode;
  /** `12건 보기` */
  label: ReactNode;
  onShow: () => void;
  className?: string;
};

/** A live list never moves under the reader: new rows wait here until they are asked for. */
export function NewRecordsBar({ title, note, label, onShow, className }: Props) {
  return (
    <div
      role="status"
      className={cn(
        "flex items-center gap-2.5 border-accent-line border-b bg-accent-soft py-[7px] ps-4 pe-2 text-sm max-md:flex-wrap max-md:px-3.5 max-md:py-2.5",
        className,
      )}
    >
      <i aria-hidden className="size-[7px] shrink-0 rounded-full bg-arrived-mark" />
      <b className="whitespace-nowrap">{title}</b>
      {note && <span className="min-w-0 text-ink-2 max-md:w-full">{note}</span>}
      <Button size="sm" onClick={onShow} className="ms-auto max-md:w-full">
        {label}
      </Button>
    </div>
  );
}
