import { GlyphBox, type GlyphBoxProps } from "./glyph-box";
import { StatusIcon, type StatusKind, statusFamily } from "./status-icon";

type GlyphProps = Partial<GlyphBoxProps> & { kind?: StatusKind };

/** The square beside a task: its kind at a glance, the words carry the meaning. */
export const Glyph = ({ kind, family, children, ...rest }: GlyphProps) => (
  <GlyphBox {...rest} family={kind ? statusFamily(kind) : family}>
    {children ?? (kind && <StatusIcon kind={kind} />)}
  </GlyphBox>
);
