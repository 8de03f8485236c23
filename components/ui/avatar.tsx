import { cn } from "./cn";

type AvatarProps = {
  name: string /** An organisation, not a person. */;
  org?: boolean;
  large?: boolean;
  className?: string;
};

/** First letter of a name: a person in a circle, an organisation in a square. */
export function Avatar({ name, org = false, large = false, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid shrink-0 place-items-center font-semibold",
        large ? "size-10 text-lg" : "size-[26px] text-xs",
        org ? "rounded-sm bg-accent-soft text-accent-ink" : "rounded-full bg-pressed text-ink-2",
        className,
      )}
    >
      {[...name][0]}
    </span>
  );
}
