import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CustomerDetail } from "@/components/customers/customer-detail";
import { ImageGallery } from "@/components/customers/image-gallery";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { listCustomerImages } from "@/lib/customer-images/queries";
import { CustomerImageFilter } from "@/lib/customer-images/schema";
import { isMadeCode } from "@/lib/customers/code";
import { findCustomer } from "@/lib/customers/queries";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { CustomerHistoryFilter, historyOfCustomer } from "@/lib/messages/customer-history";
import { orgChoices } from "@/lib/rooms/org-choices";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("customers"))("title") };
}

/** What is known of one person, and what they got (S0-26). */
export default async function CustomerPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const { id } = await params;
  const customer = /^[1-9]\d{0,14}$/.test(id) ? await findCustomer(db, scope, Number(id)) : null;
  if (!customer) notFound();
  const [t, history, pictures, orgs, now] = await Promise.all([
    words("customers"),
    historyOfCustomer(db, scope, CustomerHistoryFilter.parse({ id })),
    listCustomerImages(db, scope, CustomerImageFilter.parse({ id })),
    orgChoices(db, scope),
    clock(),
  ]);
  return (
    <Screen crumbs={[{ label: t("title"), href: "/customers" }, { label: customer.name }]}>
      <Words areas={["customers", "customerImages", "images", "received", "reasons", "errors"]}>
        <CustomerDetail
          customer={customer}
          hasMadeCode={isMadeCode(customer.code)}
          history={history}
          gallery={
            <ImageGallery
              key={customer.id}
              customerId={customer.id}
              first={pictures}
              may={{
                write: mayEver(actor, "customer_image.write"),
                reconcile: mayEver(actor, "image_sync.read"),
              }}
            />
          }
          orgs={orgs.map(({ id, name, depth }) => ({ id, name, depth }))}
          may={{ write: mayEver(actor, "customer.write"), reveal: mayEver(actor, "number.reveal") }}
          serverNow={now.toISOString()}
        />
      </Words>
    </Screen>
  );
}
