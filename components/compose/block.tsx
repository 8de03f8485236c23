import type { ReactNode } from "react";

/** One step of the form, with its heading and what switches its mode. */
export function Block({
  id,
  title,
  end,
  children,
}: {
  id: string;
  title: ReactNode;
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-16 grid-cols-[minmax(0,1fr)] gap-4 border-line border-b pb-6 last-of-type:border-b-0"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id={`${id}-title`} className="font-semibold text-lg">
          {title}
        </h2>
        {end}
      </div>
      {children}
    </section>
  );
}
