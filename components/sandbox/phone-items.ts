import type { KakaoItem } from "@/components/kakao/kakao-room";
import { thumbUrl } from "@/lib/images/image-url";
import type { ShownImage, ShownMessage } from "@/lib/sandbox/show-room";
import { kstDate } from "@/lib/time/kst";

export type Say = {
  day: (at: Date) => string;
  time: (at: Date) => string;
  photos: (count: number) => string;
  photo: (index: number) => string;
};

/** Received messages as the phone lays them out: a pill where a Korean day begins, times as KakaoTalk says them. */
export function phoneItems(
  messages: readonly ShownMessage[],
  roomId: number,
  unread: number,
  say: Say,
): { firstDay: string | undefined; items: KakaoItem[] } {
  const items: KakaoItem[] = [];
  let day: string | null = null;
  for (const message of messages) {
    const at = new Date(message.at);
    if (day !== null && kstDate(at) !== day) items.push({ id: `day-${kstDate(at)}`, kind: "day", text: say.day(at) });
    day = kstDate(at);
    const head = { id: String(message.seq), time: say.time(at), unread };
    if (message.kind === "text") items.push({ ...head, kind: "text", text: message.text });
    else {
      const pictures = message.images.map((image, i) =>
        picture(image, roomId, `${message.seq}-${i}`, say.photo(i + 1)),
      );
      items.push({ ...head, kind: "images", pictures, label: say.photos(message.images.length) });
    }
  }
  const first = messages[0];
  return { firstDay: first && say.day(new Date(first.at)), items };
}

/** The small picture of ours where its bytes are the received ones, else what the room got. */
function picture(image: ShownImage, roomId: number, id: string, alt: string) {
  const received = `/api/sandbox/rooms/${roomId}/images/${image.sha256}`;
  return {
    id,
    alt,
    href: received,
    url: image.key ? thumbUrl(image.key) : received,
    ...(image.width && image.height && { width: image.width, height: image.height }),
  };
}
