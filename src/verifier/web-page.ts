// Is it a web page? People save one, or give its link, where a badge is asked for.

/** Whether bytes begin as HTML does. badgesite/verifying/svg.py asks the same. */
export function isWebPage(data: Uint8Array): boolean {
  const start = new TextDecoder("latin1").decode(data.subarray(0, 512));
  return /^(?:\xef\xbb\xbf)?[ \t\r\n]*<(?:!doctype[ \t\r\n]+html|html)\b/i.test(start);
}
