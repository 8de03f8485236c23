import { ChevronLeft, Menu, Search } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { AlbumPicture } from "./album";
import { KakaoMessage } from "./kakao-message";
import { messageRuns } from "./message-runs";

type Sent = {
  id: string;
  /** `오후 2:02` */
  time?: string;
  /** How many have not read it yet: the small number beside a message. */
  unread?: number;
  /** Not there yet at the moment shown. */
  dim?: boolean;
};
export type KakaoItem =
  | (Sent & { kind: "text"; text: ReactNode })
  | (Sent & { kind: "images"; pictures: readonly AlbumPicture[]; label: string })
  /** Dashed, between messages: a wait. */
  | { id: string; kind: "note"; text: ReactNode }
  /** The pill that starts a day. */
  | { id: string; kind: "day"; text: ReactNode };

type Props = {
  title: string;
  members?: number | null;
  /** The first day; further ones are items. */
  date?: string;
  sender: string;
  items: readonly KakaoItem[];
  /** Whose phone: the bot sees its own messages on the right. */
  side?: "receiver" | "bot";
  empty?: ReactNode;
  /** For a room of fixed height (`className`): makes what is below the head scroll, with these properties. */
  body?: Omit<ComponentProps<"div">, "className" | "children">;
  className?: string;
};

/** A KakaoTalk room as a phone shows it; the same colours in both themes, because the phone doesn't care about ours. */
export function KakaoRoom({ title, members, date, sender, items, side = "receiver", empty, body, className }: Props) {
  return (
    <div
      className={cn(
        "flex flex-col overflow-hidden rounded-[20px] border border-line-strong bg-kakao-room text-kakao-ink text-sm tracking-[-0.01em]",
        className,
      )}
    >
      <div
        aria-hidden
        className="grid grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-2 px-3.5 py-[11px] font-semibold text-base leading-5"
      >
        <ChevronLeft className="size-4" />
        <span className="truncate">
          {title}
          {members ? <em className="ms-1 font-normal text-kakao-meta not-italic">{members}</em> : null}
        </span>
        <span className="flex gap-3">
          <Search className="size-4" />
          <Menu className="size-4" />
        </span>
      </div>
      <div
        {...body}
        className={cn(
          "grid min-h-64 grow grid-cols-[minmax(0,1fr)] content-start gap-1.5 px-3 pt-1.5 pb-4 focus-visible:-outline-offset-2",
          body && "overflow-y-auto [scrollbar-color:var(--kakao-meta)_transparent] [scrollbar-width:thin]",
        )}
      >
        {date && <Day>{date}</Day>}
        {items.length === 0 && empty && (
          <p className="self-center px-6 py-16 text-center text-kakao-meta leading-5">{empty}</p>
        )}
        {messageRuns(items).map((run) => {
          if (run.kind === "day") return <Day key={run.id}>{run.text}</Day>;
          if (run.kind === "note")
            return (
              <span
                key={run.id}
                className="inline-flex items-center gap-1.5 justify-self-center rounded-full border border-kakao-meta/60 border-dashed px-2.5 py-0.5 text-center text-kakao-meta text-xs leading-4 [&_svg]:size-3"
              >
                {run.text}
              </span>
            );
          return <KakaoMessage key={run.id} messages={run.messages} sender={sender} named={run.named} side={side} />;
        })}
      </div>
    </div>
  );
}

const Day = ({ children }: { children: ReactNode }) => (
  <span className="mb-1 justify-self-center rounded-full bg-kakao-meta/25 px-[11px] py-[3px] text-xs leading-4">
    {children}
  </span>
);
