import { cn } from "@/components/ui/cn";
import type { GapDto } from "@/lib/coverage/coverage-dto";

type Props = { gap: GapDto; most: number; label: string };

/** What of a message is there, can be put back, is lost: as wide as it is among those beside it. */
export function GapBar({ gap, most, label }: Props) {
  const parts = [
    { key: "recorded", value: gap.recorded, look: "is-handed bg-(--c-mark)" },
    { key: "missing", value: gap.missing, look: "is-handed restorable shadow-[inset_0_0_0_1px_var(--c-mark)]" },
    { key: "unrecoverable", value: gap.unrecoverable, look: "is-skipped bg-(--c-mark)" },
  ];
  return (
    <span
      role="img"
      aria-label={label}
      className="flex h-2.5 gap-px"
      style={{ width: `${Math.max(6, (gap.expected / Math.max(1, most)) * 100)}%` }}
    >
      {parts
        .filter(({ value }) => value > 0)
        .map(({ key, value, look }) => (
          <i
            key={key}
            className={cn("block min-w-[3px] rounded-[2px]", look)}
            style={{ flexGrow: value, flexBasis: 0 }}
          />
        ))}
    </span>
  );
}
