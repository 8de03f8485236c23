const words = (text: string) => text.split(/\s+/).filter(Boolean);

/**
 * What the most common long passwords are made of, in small letters. A password of twelve or more characters is weak
 * when hardly a letter is left once these are taken away.
 */
export const commonWords: readonly string[] = [
  ...words(
    "password passwd passw passwort qwertyuiop qwerty qwert asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv qazwsxedc",
  ),
  ...words(
    "qazwsx iloveyou loveyou welcome letmein administrator admin login changeme trustno superman batman princess",
  ),
  ...words(
    "sunshine football baseball monkey dragon whatever hello master abcdefghijklmnop abcdefghijkl abcdefgh abcd",
  ),
  ...words("abc michael jordan shadow starwars pokemon naver kakaotalk kakao google samsung korea seoul"),
  // Korean words typed on an English keyboard: 비밀번호, 사랑해, 안녕하세요, 도착, 관리자, 대한민국, 가나다라
  ...words("qlalfqjsgh tkfkdgo dkssudgktpdy dkssud ehckr rhksflwk eogksalsrnr rkskekfk rkskek"),
  ...words("비밀번호 암호 사랑해요 사랑해 안녕하세요 안녕 관리자 대한민국 가나다라마바사 가나다라 가나다"),
].sort((a, b) => b.length - a.length);
