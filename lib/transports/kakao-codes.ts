const OF_KAKAO = /^(?:104[1-9]|105[023]|310[1-8])$/;

/**
 * What only an Alimtalk can be told: of a text such a code says that it was refused, and nothing of KakaoTalk. Apart from the
 * table of codes, which no browser needs.
 */
export const isOfKakao = (code: string | null | undefined): boolean => OF_KAKAO.test(code ?? "");
