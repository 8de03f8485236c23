import { exportCustomers } from "@/lib/customers/export-customers";
import { CustomerExport } from "@/lib/customers/export-schema";
import { downloadRoute } from "@/lib/http/download-route";
import { wordsIn } from "@/lib/i18n/catalogue";

export const dynamic = "force-dynamic";

export const GET = downloadRoute(CustomerExport, (rt, actor, input, locale) => {
  const t = wordsIn(locale, "customers");
  return exportCustomers(rt, actor, input, {
    title: (column) => t(`fields.${column}`),
    yes: t("export.yes"),
    no: t("export.no"),
  });
});

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
