import { cn } from "@/components/ui/cn";
import { Album } from "./album";
import type { SentItem } from "./message-runs";

type Props = { messages: readonly SentItem[]; sender: string; named: boolean; side: "receiver" | "bot" };

/** What one sender says in a row: face and name once, then bubbles and albums with their times. */
export function KakaoMessage({ messages, sender, named, side }: Props) {
  const mine = side === "bot";
  return (
    <div className={cn("grid gap-x-2", mine ? "justify-items-end" : "grid-cols-[36px_minmax(0,1fr)]")}>
      {!mine && (named ? <Face name={sender} /> : <span />)}
      <div className={cn("grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1", mine && "w-full")}>
        {!mine && named && <span className="text-kakao-meta text-xs leading-4">{sender}</span>}
        {messages.map((message, i) => (
          <Line key={message.id} message={message} mine={mine} tail={named && i === 0} />
        ))}
      </div>
    </div>
  );
}

function Line({ message, mine, tail }: { message: SentItem; mine: boolean; tail: boolean }) {
  const { time, unread, dim = false } = message;
  return (
    <div className={cn("flex items-end gap-[5px]", mine && "flex-row-reverse")}>
      {message.kind === "text" ? (
        <p
          className={cn(
            "min-w-0 max-w-[236px] whitespace-pre-wrap break-keep rounded-[14px] px-[11px] py-2 text-[13.5px] leading-5 [overflow-wrap:anywhere]",
            mine ? "bg-kakao-mine" : "bg-kakao-bubble",
            tail && (mine ? "rounded-tr-[4px]" : "rounded-tl-[4px]"),
            dim && "opacity-45",
          )}
        >
          {message.text}
        </p>
      ) : (
        <Album pictures={message.pictures} label={message.label} dim={dim} />
      )}
      {(time || unread) && (
        <span
          className={cn(
            "grid shrink-0 whitespace-nowrap text-[11px] text-kakao-meta leading-[14px]",
            mine && "justify-items-end",
          )}
        >
          {unread ? (
            <b aria-hidden className="font-semibold text-[color-mix(in_oklab,var(--kakao-mine)_30%,var(--kakao-ink))]">
              {unread}
            </b>
          ) : null}
          {time && <time>{time}</time>}
        </span>
      )}
    </div>
  );
}

const Face = ({ name }: { name: string }) => (
  <span
    aria-hidden
    className="grid size-9 place-items-center rounded-[14px] bg-kakao-meta font-semibold text-base text-kakao-bubble"
  >
    {[...name][0]}
  </span>
);
