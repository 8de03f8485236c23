/** The mark: an arrival inside a bracket. Without a label it only decorates the name beside it. */
export function Logo({ className, label = "" }: { className?: string; label?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={className} role="img" aria-label={label || undefined} aria-hidden={!label}>
      <rect width="24" height="24" rx="7" fill="var(--accent)" />
      <path
        d="M15.5 7.25H9.25A1.75 1.75 0 0 0 7.5 9v6c0 .97.78 1.75 1.75 1.75h6.25"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <circle cx="14.6" cy="12" r="1.9" fill="var(--on-accent)" />
    </svg>
  );
}
