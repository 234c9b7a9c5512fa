/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-secret"

#include "config.h"

#include <string.h>

#include "attune-secret.h"

#define PEM_BEGIN "-----BEGIN "
#define PEM_KEY   "PRIVATE KEY"
#define PEM_END   "-----END "

/* A private key in PEM is 3.3 kB at most in practice (RSA with 4096 bits); 16 kB is generous. */
#define MAX_PEM (16 * 1024)

/* How far before a value its name may begin: “access_key = '” and a little more. */
#define MAX_NAME 40

typedef enum
{
  BODY_MIXED,    /* upper case, lower case and digits must all be there */
  BODY_ALNUM,    /* letters and digits, with a digit at least */
  BODY_UPPER,    /* upper case and digits */
  BODY_HEX,
} Body;

/* How the keys of well-known services begin, and what follows: so many characters at least, and at
 * most (0: no limit). Longer beginnings stand before shorter ones. */
static const struct
{
  const char *begin;
  Body        body;
  guint       min;
  guint       max;
} forms[] = {
  { "sk-ant-", BODY_MIXED, 24, 0 },            /* Anthropic */
  { "sk-proj-", BODY_MIXED, 24, 0 },           /* OpenAI */
  { "sk-svcacct-", BODY_MIXED, 24, 0 },
  { "sk-admin-", BODY_MIXED, 24, 0 },
  { "sk-or-v1-", BODY_HEX, 32, 0 },            /* OpenRouter */
  { "sk_live_", BODY_ALNUM, 16, 0 },           /* Stripe */
  { "sk_test_", BODY_ALNUM, 16, 0 },
  { "rk_live_", BODY_ALNUM, 16, 0 },
  { "sk-", BODY_ALNUM, 32, 0 },                /* OpenAI's first form; DeepSeek, Qwen */
  { "AKIA", BODY_UPPER, 16, 16 },              /* Amazon */
  { "ASIA", BODY_UPPER, 16, 16 },
  { "ghp_", BODY_ALNUM, 36, 0 },               /* GitHub */
  { "gho_", BODY_ALNUM, 36, 0 },
  { "ghu_", BODY_ALNUM, 36, 0 },
  { "ghs_", BODY_ALNUM, 36, 0 },
  { "ghr_", BODY_ALNUM, 36, 0 },
  { "github_pat_", BODY_MIXED, 40, 0 },
  { "glpat-", BODY_ALNUM, 20, 0 },             /* GitLab */
  { "AIza", BODY_MIXED, 35, 35 },              /* Google */
  { "GOCSPX-", BODY_ALNUM, 24, 0 },
  { "xoxa-", BODY_ALNUM, 10, 0 },              /* Slack */
  { "xoxb-", BODY_ALNUM, 10, 0 },
  { "xoxe-", BODY_ALNUM, 10, 0 },
  { "xoxp-", BODY_ALNUM, 10, 0 },
  { "xoxr-", BODY_ALNUM, 10, 0 },
  { "xoxs-", BODY_ALNUM, 10, 0 },
  { "xapp-", BODY_ALNUM, 10, 0 },
  { "hf_", BODY_ALNUM, 30, 0 },                /* Hugging Face; 34 letters may have no digit */
  { "gsk_", BODY_MIXED, 40, 0 },               /* Groq */
  { "nvapi-", BODY_MIXED, 40, 0 },             /* NVIDIA */
  { "npm_", BODY_ALNUM, 36, 36 },
  { "pypi-", BODY_MIXED, 40, 0 },
  { "xai-", BODY_ALNUM, 40, 0 },               /* xAI */
  { "tgp_v1_", BODY_MIXED, 40, 0 },            /* Together */
  { "fw_", BODY_MIXED, 20, 0 },                /* Fireworks */
  { "pplx-", BODY_ALNUM, 40, 0 },              /* Perplexity */
  { "r8_", BODY_ALNUM, 37, 37 },               /* Replicate */
  { "LTAI", BODY_ALNUM, 12, 20 },              /* Alibaba Cloud */
  { "AKID", BODY_ALNUM, 32, 32 },              /* Tencent Cloud */
  { "dop_v1_", BODY_HEX, 64, 64 },             /* DigitalOcean */
};

/* Names of values that are secret, in lower case. */
static const char * const names[] = {
  "api_key", "api-key", "apikey", "secret", "token", "password", "passwd", "access_key",
  "accesskey", "private_key", "auth_key", "credential",
};

typedef struct
{
  guint n_upper;
  guint n_lower;
  guint n_digits;
  guint n_hex;
  guint n_distinct;
  guint n_turns;      /* from a letter to a digit or back */
} Census;

static inline gboolean
is_token (char byte)
{
  return g_ascii_isalnum (byte) || byte == '-' || byte == '_';
}

static Census
count (const char *text,
       gsize       length)
{
  Census census = { 0 };
  guint64 seen[4] = { 0 };

  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = text[i];

      census.n_upper += g_ascii_isupper (byte);
      census.n_lower += g_ascii_islower (byte);
      census.n_digits += g_ascii_isdigit (byte);
      census.n_hex += g_ascii_isxdigit (byte);
      census.n_turns += i > 0 && g_ascii_isalnum (byte) && g_ascii_isalnum (text[i - 1]) &&
                        g_ascii_isdigit (byte) != g_ascii_isdigit (text[i - 1]);
      seen[byte / 64] |= G_GUINT64_CONSTANT (1) << byte % 64;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (seen); i++)
    census.n_distinct += __builtin_popcountll (seen[i]);

  return census;
}

/* Keys are random: what has few different characters is “xxxxxxxx” or “1234…” in a manual. */
static gboolean
is_random (const Census *census,
           gsize         length)
{
  return census->n_distinct >= MIN (10, length * 6 / 10);
}

static gboolean
matches_body (const char *text,
              gsize       length,
              Body        body)
{
  Census census = count (text, length);

  if (!is_random (&census, length) || census.n_digits == 0)
    return FALSE;

  switch (body)
    {
    case BODY_MIXED:
      return census.n_upper > 0 && census.n_lower > 0;

    case BODY_UPPER:
      return census.n_upper + census.n_digits == length;

    case BODY_HEX:
      return census.n_hex == length;

    case BODY_ALNUM:
    default:
      return census.n_upper + census.n_lower + census.n_digits >= length * 8 / 10;
    }
}

/* Amazon's manuals use AKIAIOSFODNN7EXAMPLE, others do alike. */
static gboolean
is_sample (const char *text,
           gsize       length)
{
  return length >= 7 && g_ascii_strncasecmp (text + length - 7, "example", 7) == 0;
}

static gboolean
matches_form (const char *text,
              gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      gsize begin = strlen (forms[i].begin);

      if (length < begin + forms[i].min || *text != *forms[i].begin ||
          memcmp (text, forms[i].begin, begin) != 0)
        continue;

      return (forms[i].max == 0 || length - begin <= forms[i].max) && !is_sample (text, length) &&
             matches_body (text + begin, length - begin, forms[i].body);
    }

  return FALSE;
}

/* Three parts of base64url with dots between; the first two are JSON, which begins with {". */
static gboolean
match_jwt (const char *text,
           gsize       length,
           gsize       start,
           gsize      *end)
{
  gsize i = *end;

  if (*end - start < 10 || memcmp (text + start, "eyJ", 3) != 0 ||
      i + 4 > length || memcmp (text + i, ".eyJ", 4) != 0)
    return FALSE;

  for (i++; i < length && is_token (text[i]); i++)
    ;

  if (i + 1 >= length || text[i] != '.' || !is_token (text[i + 1]))
    return FALSE;

  for (i++; i < length && is_token (text[i]); i++)
    ;

  *end = i;

  return TRUE;
}

/* Whether what stands right before @start gives a value a secret name, as in “api_key = "”. */
static gboolean
has_secret_name (const char *text,
                 gsize       start)
{
  char name[MAX_NAME + 1];
  gsize i = start;
  gsize first;

  while (i > 0 && (text[i - 1] == '"' || text[i - 1] == '\'' || text[i - 1] == ' '))
    i--;

  if (i == 0 || (text[i - 1] != '=' && text[i - 1] != ':'))
    return FALSE;

  first = i > MAX_NAME ? i - MAX_NAME : 0;

  for (gsize j = first; j < i; j++)
    name[j - first] = g_ascii_tolower (text[j] == '\0' ? ' ' : text[j]);

  name[i - first] = '\0';

  /* The name ends at the sign. */
  for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
    {
      const char *found = g_strrstr (name, names[j]);
      gsize rest = found != NULL ? strlen (found + strlen (names[j])) : G_MAXSIZE;

      if (rest <= 6)
        return TRUE;
    }

  return FALSE;
}

/* RFC 6750, 2.1: “Authorization: Bearer …”. */
static gboolean
follows_bearer (const char *text,
                gsize       start)
{
  static const char word[] = "bearer ";
  gsize length = strlen (word);

  return start >= length && g_ascii_strncasecmp (text + start - length, word, length) == 0;
}

/* A value under a secret name that looks drawn by lot: letters and digits in turn, many of them
 * different. The names of functions and constants have a number or two at most. */
static gboolean
is_named_secret (const char *text,
                 gsize       start,
                 gsize       end)
{
  Census census;

  if (!has_secret_name (text, start) && !follows_bearer (text, start))
    return FALSE;

  census = count (text + start, end - start);

  return census.n_turns >= 4 && census.n_distinct >= 10 && !is_sample (text + start, end - start);
}

/* Google's OAuth tokens and SendGrid's keys have a dot behind their beginning. */
static gboolean
follows_dotted_begin (const char *text,
                      gsize      *start)
{
  static const char * const begins[] = { "ya29.", "SG." };

  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      gsize length = strlen (begins[i]);

      if (*start >= length && memcmp (text + *start - length, begins[i], length) == 0 &&
          (*start == length || !is_token (text[*start - length - 1])))
        {
          *start -= length;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * attune_secret_match_token:
 * @text: (array length=length): a text
 * @length: its length in bytes
 * @start: (inout): where letters, digits, “-” and “_” begin; then, where the secret begins
 * @end: (inout): where they end; then, where the secret ends
 *
 * Tells keys and tokens of well-known services by their form, and others by their name and a look
 * of chance. Sample keys of manuals, hashes and ordinary words are left in peace.
 *
 * Returns: %TRUE when it is a secret
 */
gboolean
attune_secret_match_token (const char *text,
                           gsize       length,
                           gsize      *start,
                           gsize      *end)
{
  return matches_form (text + *start, *end - *start) ||
         match_jwt (text, length, *start, end) ||
         follows_dotted_begin (text, start) ||
         is_named_secret (text, *start, *end);
}

static inline gboolean
is_pem_byte (char byte)
{
  return is_token (byte) || byte == '+' || byte == '/' || byte == '=' ||
         byte == '\r' || byte == '\n' || byte == '\\';
}

/* Where the key ends: behind its last line, or, where that is missing, behind its base64. */
static gsize
find_pem_end (const char *text,
              gsize       length,
              gsize       start)
{
  gsize limit = MIN (length, start + MAX_PEM);
  const char *last = memmem (text + start, limit - start, PEM_END, strlen (PEM_END));
  const char *dashes;

  if (last != NULL)
    {
      last += strlen (PEM_END);
      dashes = memmem (last, MIN (text + length - last, 48), "-----", 5);

      return dashes != NULL ? dashes + 5 - text : last - text;
    }

  while (start < limit && (is_pem_byte (text[start])))
    start++;

  return start;
}

/**
 * attune_secret_match_pem:
 * @text: (array length=length): a text
 * @length: its length in bytes
 * @start: (inout): where “-B” stands; then, where the key begins
 * @end: (out): where the key ends
 *
 * Returns: %TRUE when a private key in PEM stands there
 */
gboolean
attune_secret_match_pem (const char *text,
                         gsize       length,
                         gsize      *start,
                         gsize      *end)
{
  gsize dashes = strlen ("-----") - 1;
  const char *line;
  const char *found;
  gsize rest;

  if (*start < dashes || length - (*start - dashes) < strlen (PEM_BEGIN) ||
      memcmp (text + *start - dashes, PEM_BEGIN, strlen (PEM_BEGIN)) != 0)
    return FALSE;

  *start -= dashes;
  line = text + *start + strlen (PEM_BEGIN);
  rest = MIN (length - (line - text), 48);

  if (!(found = memmem (line, rest, PEM_KEY, strlen (PEM_KEY))) ||
      memchr (line, '\n', found - line) != NULL)
    return FALSE;

  *end = find_pem_end (text, length, found - text + strlen (PEM_KEY));

  return TRUE;
}
