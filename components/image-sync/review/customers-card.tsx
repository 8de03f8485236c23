"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { reviewAddressOf } from "./review-address";

/** The customers with most findings; each narrows the queue to theirs. */
export function CustomersCard({ run }: { run: SyncRunDto }) {
  const t = useTranslations("imageSync.top");
  if (run.top.length === 0) return null;
  return (
    <Card aria-labelledby="most">
      <CardHead id="most" title={t("most")} />
      <CardBody>
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-[5px] text-sm">
          {run.top.map(({ customerId, code, name, total }) => (
            <div key={customerId} className="contents">
              <dt className="truncate">
                <Link
                  href={reviewAddressOf(run.id, { view: "all", customer: code })}
                  scroll={false}
                  prefetch={false}
                  className="text-ink-2 hover:text-ink hover:underline"
                >
                  {name || code}
                </Link>
              </dt>
              <dd className="text-end font-semibold tabular-nums">{total.toLocaleString()}</dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}
