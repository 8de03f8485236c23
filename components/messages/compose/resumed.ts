import { thumbUrl } from "@/lib/images/image-url";
import type { DraftContent } from "@/lib/messages/draft-schema";
import { parseKstDateTime } from "@/lib/time/kst";
import type { AlimtalkChoice, TenantChoice } from "./compose-types";
import type { Draft } from "./draft";

type Today = {
  blank: Draft;
  tenants: readonly TenantChoice[];
  templates: readonly AlimtalkChoice[];
  now: Date;
};

/** A kept draft as the form takes it: what is no longer there to choose, or lies in the past, is chosen anew. */
export function resumed({ picture, rows, ...kept }: DraftContent, { blank, tenants, templates, now }: Today): Draft {
  const tenant = tenants.find(({ code }) => code === kept.tenantCode);
  const own = tenant ?? tenants.find(({ code }) => code === blank.tenantCode);
  const usual = own?.senders.find(({ isDefault }) => isDefault) ?? own?.senders[0];
  const at = kept.sendAt && parseKstDateTime(`${kept.sendAt.date}T${kept.sendAt.time}`);
  return {
    ...kept,
    tenantCode: own?.code ?? blank.tenantCode,
    sender: own?.senders.some(({ number }) => number === kept.sender) ? kept.sender : (usual?.number ?? ""),
    sendAt: at && at > now ? kept.sendAt : null,
    templateId: templates.some(({ id }) => id === kept.templateId) ? kept.templateId : null,
    picture: picture && { ...picture, thumbUrl: thumbUrl(picture.key) },
    rows: rows.map(({ phone, name, variables }) => ({
      phone,
      ...(name !== undefined && { name }),
      ...(variables !== undefined && { variables }),
    })),
  };
}
