/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "attune-rules.h"

G_BEGIN_DECLS

/* Nearly the same is what has so many percent of what is asked and of what is answered in common. */
#define ATTUNE_NEAR_PERCENT 80

/**
 * AttuneIssueKind:
 *
 * What can be wrong with a record, an example or a file. The number of a kind is its bit in a mask
 * of issues (attune_issue_bit()), so there may be 64.
 */
typedef enum
{
  ATTUNE_ISSUE_NONE = -1,         /* nothing is wrong; never counted */

  /* Of a record, which cannot be read. */
  ATTUNE_ISSUE_NOT_UTF8,
  ATTUNE_ISSUE_NOT_JSON,
  ATTUNE_ISSUE_ZERO_BYTE,         /* a NUL as it stands, not as \u0000 */
  ATTUNE_ISSUE_NOT_A_NUMBER,      /* NaN or Infinity, which Python writes and JSON has not */
  ATTUNE_ISSUE_HALF_CHARACTER,    /* half a pair of surrogates, such as \ud83d */
  ATTUNE_ISSUE_TOO_LARGE,         /* longer than ATTUNE_MAX_RECORD, or more than ATTUNE_MAX_VALUES */
  ATTUNE_ISSUE_RAGGED_ROW,        /* fewer cells than the header, or quotation marks that make no sense */
  ATTUNE_ISSUE_EXTRA_CELLS,       /* more cells than the header */

  /* Of a record, of which no example can be made. */
  ATTUNE_ISSUE_NOT_OBJECT,
  ATTUNE_ISSUE_UNKNOWN_SHAPE,     /* neither messages nor prompt/completion nor mapped */
  ATTUNE_ISSUE_MISSING_FIELD,     /* a field that the recipe needs is not there */

  /* Of the form of an example. */
  ATTUNE_ISSUE_UNKNOWN_ROLE,
  ATTUNE_ISSUE_MISSING_CONTENT,
  ATTUNE_ISSUE_UNKNOWN_MEMBER,    /* a message has a member that providers do not know */
  ATTUNE_ISSUE_REPEATED_MEMBER,   /* a name stands twice in one object */
  ATTUNE_ISSUE_BAD_WEIGHT,        /* a "weight" other than 0 and 1 */
  ATTUNE_ISSUE_BAD_TOOL_CALL,     /* arguments are no JSON, or call and answer do not belong together */
  ATTUNE_ISSUE_BAD_TOOLS,         /* "tools", "functions" or "parallel_tool_calls" of another form */
  ATTUNE_ISSUE_BAD_IMAGE,         /* in an assistant message, too many, too large, or of another type */
  ATTUNE_ISSUE_BAD_OUTPUT,        /* preference: an output is not just one assistant message */
  ATTUNE_ISSUE_SAME_OUTPUTS,      /* preference: both answers are the same */
  ATTUNE_ISSUE_WRONG_KIND,        /* the method learns from preferences, and this is none */
  ATTUNE_ISSUE_TWO_SHAPES,        /* fits two formats at once; Together refuses it */
  ATTUNE_ISSUE_NO_ASSISTANT,
  ATTUNE_ISSUE_NO_USER,
  ATTUNE_ISSUE_NO_SYSTEM,
  ATTUNE_ISSUE_LAST_NOT_ASSISTANT,
  ATTUNE_ISSUE_NOT_ALTERNATING,   /* two turns of one speaker in a row */
  ATTUNE_ISSUE_EMPTY_ANSWER,
  ATTUNE_ISSUE_EMPTY_QUESTION,
  ATTUNE_ISSUE_EMPTY_TURN,        /* any other turn without text */
  ATTUNE_ISSUE_TOO_LONG,          /* more tokens than the model trains on: it is cut at the end */

  /* Of the text of an example. */
  ATTUNE_ISSUE_SPECIAL_TOKEN,     /* <|endoftext|> and its like, with which a job stops */
  ATTUNE_ISSUE_TEMPLATE_TOKEN,    /* [INST], <|eot_id|> and other marks of chat templates */
  ATTUNE_ISSUE_MOJIBAKE,          /* read in a wrong encoding and saved again */
  ATTUNE_ISSUE_ESCAPED_TEXT,      /* \uXXXX where a character should be */
  ATTUNE_ISSUE_INVALID_CHARACTER, /* U+FFFD, control characters, noncharacters */
  ATTUNE_ISSUE_SECRET,            /* API keys, private keys */
  ATTUNE_ISSUE_EMAIL,
  ATTUNE_ISSUE_PHONE,
  ATTUNE_ISSUE_IDENTITY_NUMBER,   /* Chinese identity numbers */
  ATTUNE_ISSUE_CARD_NUMBER,

  /* Of an example among the others. */
  ATTUNE_ISSUE_MIXED_KINDS,       /* chats and prompts in one file */
  ATTUNE_ISSUE_DUPLICATE,
  ATTUNE_ISSUE_NEAR_DUPLICATE,
  ATTUNE_ISSUE_LEAKAGE,           /* its question stands in the other file, too */

  /* Of the file. */
  ATTUNE_ISSUE_MIXED_SYSTEM,      /* several system texts */
  ATTUNE_ISSUE_TOO_FEW,           /* fewer examples than the provider takes */
  ATTUNE_ISSUE_TOO_FEW_TO_LEARN,  /* enough to be taken, too few to show */
  ATTUNE_ISSUE_TRUNCATED,         /* it ends in the middle of something */

  ATTUNE_N_ISSUES
} AttuneIssueKind;

G_STATIC_ASSERT (ATTUNE_N_ISSUES <= 64);

/* The bit of a kind in a mask; none for ATTUNE_ISSUE_NONE. */
static inline guint64
attune_issue_bit (AttuneIssueKind kind)
{
  return kind >= 0 ? G_GUINT64_CONSTANT (1) << kind : 0;
}

typedef enum
{
  ATTUNE_SEVERITY_INFO,
  ATTUNE_SEVERITY_WARNING,        /* costs quality */
  ATTUNE_SEVERITY_ERROR,          /* the record cannot be used, or the job would stop */
} AttuneSeverity;

gboolean       attune_issue_is_of_file       (AttuneIssueKind    kind);
gboolean       attune_issue_is_error         (AttuneIssueKind    kind);
AttuneSeverity attune_issue_get_severity     (AttuneIssueKind    kind);
AttuneSeverity attune_issue_get_severity_for (AttuneIssueKind    kind,
                                              const AttuneRules *rules);
const char    *attune_issue_get_id           (AttuneIssueKind    kind);   /* "not-json", for --json */
char          *attune_issue_dup_title        (AttuneIssueKind    kind,
                                              guint64            count);  /* a sentence, translated */
const char    *attune_issue_get_reason       (AttuneIssueKind    kind);   /* of one record, a sentence, translated */
const char    *attune_issue_get_advice       (AttuneIssueKind    kind);   /* what to do, translated */
guint64        attune_issue_get_errors       (void);                      /* the mask of all that are errors */
guint64        attune_issue_get_errors_for   (const AttuneRules *rules);

G_END_DECLS
