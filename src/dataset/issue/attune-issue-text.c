/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-issue"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-issue.h"

/* What a person reads about each kind: what is wrong with one example, and what to do about it. */
static const struct
{
  const char *reason;
  const char *advice;
} texts[ATTUNE_N_ISSUES] = {
  [ATTUNE_ISSUE_NOT_UTF8] = {
    N_("This line is not readable as text."),
    N_("Choose another encoding for the file, or open it in a text editor and save it again "
       "with the encoding UTF-8.") },
  [ATTUNE_ISSUE_NOT_JSON] = {
    N_("This line is not valid JSON."),
    N_("Open the file at these lines. Each record must be complete, from { to }; look for "
       "missing quotation marks, commas and brackets.") },
  [ATTUNE_ISSUE_ZERO_BYTE] = {
    N_("There is a zero byte in this record, which no text has."),
    N_("The file may be damaged, or be no text at all. Copy or download it again, or write it "
       "again with the program that it comes from.") },
  [ATTUNE_ISSUE_NOT_A_NUMBER] = {
    /* Translators: NaN, Infinity and null stand so in files. */
    N_("This record has NaN or Infinity in it, which are no JSON."),
    N_("Write null in place of NaN and Infinity. Python writes them where a value is missing; "
       "replace such values before the file is written.") },
  [ATTUNE_ISSUE_HALF_CHARACTER] = {
    N_("A character in this record is cut in half."),
    N_("Codes from \\ud800 to \\udfff come in pairs, and one of a pair is missing: a text was cut "
       "in the middle of an emoji or a rare character. Remove the code, or write the text again.") },
  [ATTUNE_ISSUE_TOO_LARGE] = {
    N_("This record is too large to be read."),
    N_("Check that each record ends where it should. Text as long as a book has to be cut into "
       "examples first.") },
  [ATTUNE_ISSUE_RAGGED_ROW] = {
    N_("This row has too few cells, or quotation marks that do not match."),
    N_("Put text that has a comma or a line break in it between quotation marks; a spreadsheet "
       "does so when it saves as CSV.") },
  [ATTUNE_ISSUE_EXTRA_CELLS] = {
    N_("This row has more cells than the first row names."),
    N_("Nothing is made of these cells unless you choose their column. Name every column in the "
       "first row; or, where a text was cut at a comma, put it between quotation marks.") },
  [ATTUNE_ISSUE_NOT_OBJECT] = {
    N_("This line holds a value without names."),
    N_("Each line must be an object with named parts, such as {\"prompt\": \"…\", "
       "\"completion\": \"…\"}.") },
  [ATTUNE_ISSUE_UNKNOWN_SHAPE] = {
    N_("There is no question and answer where they are expected."),
    N_("Choose which column holds the question and which the answer. A file that holds "
       "conversations needs “messages”, one with prompts needs “prompt” and “completion”, and "
       "every record must have the same form.") },
  [ATTUNE_ISSUE_MISSING_FIELD] = {
    N_("A field that is needed is missing in this record."),
    N_("Fill in the field, or choose another one for the question or the answer.") },
  [ATTUNE_ISSUE_UNKNOWN_ROLE] = {
    N_("A speaker in this conversation is not known."),
    N_("The role of each message must be system, developer, user, assistant or tool. Usual "
       "other names, such as “human” and “gpt”, can be changed on import.") },
  [ATTUNE_ISSUE_MISSING_CONTENT] = {
    N_("A message in this conversation has no content."),
    N_("Give each message a “content” with its text. Only an assistant message that calls a "
       "tool may be without.") },
  [ATTUNE_ISSUE_UNKNOWN_MEMBER] = {
    N_("A message has parts that providers do not know."),
    N_("A message may have a role and a content, and little else. Other parts can be removed on "
       "import; the text stays as it is.") },
  [ATTUNE_ISSUE_REPEATED_MEMBER] = {
    N_("A name stands twice in one object."),
    N_("Programs disagree which of the two counts, so what you see may not be what is learned. "
       "Remove one of them.") },
  [ATTUNE_ISSUE_BAD_WEIGHT] = {
    N_("The weight of a message is neither 0 nor 1."),
    N_("The “weight” of a message may be 0, which keeps it from being learned, or 1.") },
  [ATTUNE_ISSUE_BAD_TOOL_CALL] = {
    N_("A tool call and its answer do not fit together."),
    N_("Each call needs an id, a name and arguments that are valid JSON; right after it, a "
       "message with the role tool must answer with the same id.") },
  [ATTUNE_ISSUE_BAD_TOOLS] = {
    N_("The tools of this example have the wrong form."),
    N_("“tools” must be a list of functions, each with a name of letters, digits, “_” and “-”, and "
       "with “parameters” that are an object. “parallel_tool_calls” must be true or false.") },
  [ATTUNE_ISSUE_BAD_IMAGE] = {
    N_("An image in this example cannot be used."),
    N_("Only the user may show images, at most 10 in a conversation, as JPEG, PNG or WEBP with "
       "at most 10 MB each. Preference pairs cannot have images.") },
  [ATTUNE_ISSUE_BAD_OUTPUT] = {
    N_("An answer of this preference pair has the wrong form."),
    N_("The preferred answer and the other one must each be exactly one message with the role "
       "assistant.") },
  [ATTUNE_ISSUE_SAME_OUTPUTS] = {
    N_("Both answers of this preference pair are the same."),
    N_("There is nothing to prefer here. Change one of the answers, or remove the pair.") },
  [ATTUNE_ISSUE_WRONG_KIND] = {
    N_("This example is not a preference pair."),
    N_("The chosen method learns from pairs of a better and a worse answer. Choose another "
       "method, or a file with such pairs.") },
  [ATTUNE_ISSUE_TWO_SHAPES] = {
    N_("This record fits two formats at once."),
    N_("Keep “messages”, and remove “prompt” and “text” beside it: some providers refuse a line "
       "that can be read in two ways.") },
  [ATTUNE_ISSUE_NO_ASSISTANT] = {
    N_("This conversation has no answer to learn from."),
    N_("Add a message with the role assistant, and do not set the weight of every one to 0.") },
  [ATTUNE_ISSUE_NO_USER] = {
    N_("Nobody asks anything in this example."),
    N_("This is allowed. Check that it is meant: most models are used by asking them something.") },
  [ATTUNE_ISSUE_NO_SYSTEM] = {
    N_("This example has no system text."),
    N_("This is allowed. If you will use the model with a system text, train it with the same "
       "one.") },
  [ATTUNE_ISSUE_LAST_NOT_ASSISTANT] = {
    N_("This conversation does not end with an answer."),
    N_("The last message must have the role assistant. Add the answer, or remove what comes "
       "after it.") },
  [ATTUNE_ISSUE_NOT_ALTERNATING] = {
    N_("Question and answer do not take turns in this conversation."),
    N_("Join messages of one speaker that follow each other. Some providers refuse "
       "conversations in which user and assistant do not take turns.") },
  [ATTUNE_ISSUE_EMPTY_ANSWER] = {
    N_("The answer is empty."),
    N_("Write the answer, or remove the example: a model that learns from it learns to say "
       "nothing.") },
  [ATTUNE_ISSUE_EMPTY_QUESTION] = {
    N_("The question is empty."),
    N_("Write the question, unless the model shall begin by itself.") },
  [ATTUNE_ISSUE_EMPTY_TURN] = {
    N_("A message in this conversation has no text."),
    N_("Write the text, or remove the message.") },
  [ATTUNE_ISSUE_TOO_LONG] = {
    N_("This example is longer than the model can learn from."),
    N_("Its end would be cut off, and that is where the answer is. Shorten it, or split it into "
       "several examples.") },
  [ATTUNE_ISSUE_SPECIAL_TOKEN] = {
    N_("There is a mark such as <|endoftext|> in the text, which models read as a command."),
    N_("A single one makes the whole job fail. Take the marks apart on import, or remove them.") },
  [ATTUNE_ISSUE_TEMPLATE_TOKEN] = {
    N_("There is a mark such as [INST] in the text, which some models read as a command."),
    N_("Providers put such marks around each message themselves. Take them apart on import, or "
       "remove them.") },
  [ATTUNE_ISSUE_MOJIBAKE] = {
    N_("The text is garbled, such as “cafÃ©” for “café”."),
    N_("It was once opened with the wrong encoding and saved again. It can be made right on "
       "import.") },
  [ATTUNE_ISSUE_ESCAPED_TEXT] = {
    N_("There are codes such as \\u00e9 where a character should be."),
    N_("They can be turned into characters on import. Leave them if the examples are about "
       "program code.") },
  [ATTUNE_ISSUE_INVALID_CHARACTER] = {
    N_("There are characters in the text that cannot be shown."),
    N_("They are left over from broken files and control codes, and can be removed on import.") },
  [ATTUNE_ISSUE_SECRET] = {
    N_("This seems to be a secret, such as an API key."),
    N_("A model can repeat what it has learned. Replace it on import, and have the key revoked "
       "where you got it if it is real.") },
  [ATTUNE_ISSUE_EMAIL] = {
    N_("There is an e-mail address in the text."),
    N_("A model can repeat what it has learned. Make sure that the person agrees, or replace it "
       "on import.") },
  [ATTUNE_ISSUE_PHONE] = {
    N_("There is a telephone number in the text."),
    N_("A model can repeat what it has learned. Make sure that the person agrees, or replace it "
       "on import.") },
  [ATTUNE_ISSUE_IDENTITY_NUMBER] = {
    N_("There is a Chinese identity number in the text."),
    N_("A model can repeat what it has learned. Replace it on import.") },
  [ATTUNE_ISSUE_CARD_NUMBER] = {
    N_("There is the number of a credit or bank card in the text."),
    N_("A model can repeat what it has learned. Replace it on import.") },
  [ATTUNE_ISSUE_MIXED_KINDS] = {
    N_("This example is of another kind than the first one in the file."),
    N_("A file must hold either conversations, or prompts with completions, or preference "
       "pairs. Put the others into a file of their own.") },
  [ATTUNE_ISSUE_DUPLICATE] = {
    N_("This example is there more than once."),
    N_("Repeated examples count more than others. They are removed on import, except when you "
       "keep them.") },
  [ATTUNE_ISSUE_NEAR_DUPLICATE] = {
    N_("This example is nearly the same as an earlier one."),
    N_("Examples that differ in a few words teach little and count more than others. Look at "
       "some of them before you remove them.") },
  [ATTUNE_ISSUE_LEAKAGE] = {
    N_("This question stands in the other file, too."),
    N_("What a model has learned cannot be used to test it. Remove these examples from one of "
       "the files.") },
  [ATTUNE_ISSUE_MIXED_SYSTEM] = {
    N_("The examples have different system texts."),
    N_("This is right when the model shall learn several tasks. Otherwise give all of them the "
       "same, the one that you will use later.") },
  [ATTUNE_ISSUE_TOO_FEW] = {
    N_("There are fewer usable examples than a provider takes."),
    N_("Add examples. Providers refuse fewer than 10, some fewer than 3, and 50 to 100 are "
       "needed to see an effect.") },
  [ATTUNE_ISSUE_TOO_FEW_TO_LEARN] = {
    N_("There are too few examples to learn much from."),
    N_("The fine-tune will run, but 50 to 100 examples are needed to see an effect.") },
  [ATTUNE_ISSUE_TRUNCATED] = {
    N_("The file ends in the middle of a record."),
    N_("What came before is used. If the file was downloaded or copied, do it again to get the "
       "rest.") },
};

static gboolean
is_kind (AttuneIssueKind kind)
{
  return kind >= 0 && kind < ATTUNE_N_ISSUES;
}

/* Translators: in these titles %s is a number. */
static const char *
get_title_of_form (AttuneIssueKind kind,
                   gulong          count)
{
  switch ((int)kind)
    {
    case ATTUNE_ISSUE_NOT_UTF8:
      return ngettext ("%s line is not readable as text",
                       "%s lines are not readable as text", count);

    case ATTUNE_ISSUE_NOT_JSON:
      return ngettext ("%s line is not valid JSON",
                       "%s lines are not valid JSON", count);

    case ATTUNE_ISSUE_ZERO_BYTE:
      return ngettext ("%s record has a zero byte in it",
                       "%s records have a zero byte in them", count);

    case ATTUNE_ISSUE_NOT_A_NUMBER:
      return ngettext ("%s record has NaN or Infinity in it",
                       "%s records have NaN or Infinity in them", count);

    case ATTUNE_ISSUE_HALF_CHARACTER:
      return ngettext ("%s record has half a character in it",
                       "%s records have half a character in them", count);

    case ATTUNE_ISSUE_TOO_LARGE:
      return ngettext ("%s record is too large to be read",
                       "%s records are too large to be read", count);

    case ATTUNE_ISSUE_RAGGED_ROW:
      return ngettext ("%s row has too few cells, or quotation marks that do not match",
                       "%s rows have too few cells, or quotation marks that do not match", count);

    case ATTUNE_ISSUE_EXTRA_CELLS:
      return ngettext ("%s row has cells that the first row does not name",
                       "%s rows have cells that the first row does not name", count);

    case ATTUNE_ISSUE_NOT_OBJECT:
      return ngettext ("%s line holds a value without names",
                       "%s lines hold a value without names", count);

    case ATTUNE_ISSUE_UNKNOWN_SHAPE:
      return ngettext ("%s record has no question and answer where they are expected",
                       "%s records have no question and answer where they are expected", count);

    case ATTUNE_ISSUE_MISSING_FIELD:
      return ngettext ("%s record lacks a field that is needed",
                       "%s records lack a field that is needed", count);

    case ATTUNE_ISSUE_UNKNOWN_ROLE:
      return ngettext ("%s conversation has a speaker that is not known",
                       "%s conversations have a speaker that is not known", count);

    case ATTUNE_ISSUE_MISSING_CONTENT:
      return ngettext ("%s conversation has a message without content",
                       "%s conversations have a message without content", count);

    case ATTUNE_ISSUE_UNKNOWN_MEMBER:
      return ngettext ("%s conversation has a message with parts that providers do not know",
                       "%s conversations have a message with parts that providers do not know", count);

    case ATTUNE_ISSUE_REPEATED_MEMBER:
      return ngettext ("%s example has a name twice in one object",
                       "%s examples have a name twice in one object", count);

    case ATTUNE_ISSUE_BAD_WEIGHT:
      return ngettext ("%s conversation has a weight that is not allowed",
                       "%s conversations have a weight that is not allowed", count);

    case ATTUNE_ISSUE_BAD_TOOL_CALL:
      return ngettext ("%s conversation has a tool call that does not fit",
                       "%s conversations have a tool call that does not fit", count);

    case ATTUNE_ISSUE_BAD_TOOLS:
      return ngettext ("%s example has tools of the wrong form",
                       "%s examples have tools of the wrong form", count);

    case ATTUNE_ISSUE_BAD_IMAGE:
      return ngettext ("%s example has an image that cannot be used",
                       "%s examples have an image that cannot be used", count);

    case ATTUNE_ISSUE_BAD_OUTPUT:
      return ngettext ("%s preference pair has an answer of the wrong form",
                       "%s preference pairs have an answer of the wrong form", count);

    case ATTUNE_ISSUE_SAME_OUTPUTS:
      return ngettext ("%s preference pair has the same answer twice",
                       "%s preference pairs have the same answer twice", count);

    case ATTUNE_ISSUE_WRONG_KIND:
      return ngettext ("%s example is not a preference pair",
                       "%s examples are not preference pairs", count);

    case ATTUNE_ISSUE_TWO_SHAPES:
      return ngettext ("%s record fits two formats at once",
                       "%s records fit two formats at once", count);

    case ATTUNE_ISSUE_NO_ASSISTANT:
      return ngettext ("%s conversation has no answer to learn from",
                       "%s conversations have no answer to learn from", count);

    case ATTUNE_ISSUE_NO_USER:
      return ngettext ("%s example has no message from the user",
                       "%s examples have no message from the user", count);

    case ATTUNE_ISSUE_NO_SYSTEM:
      return ngettext ("%s example has no system text",
                       "%s examples have no system text", count);

    case ATTUNE_ISSUE_LAST_NOT_ASSISTANT:
      return ngettext ("%s conversation does not end with an answer",
                       "%s conversations do not end with an answer", count);

    case ATTUNE_ISSUE_NOT_ALTERNATING:
      return ngettext ("%s conversation has two turns of one speaker in a row",
                       "%s conversations have two turns of one speaker in a row", count);

    case ATTUNE_ISSUE_EMPTY_ANSWER:
      return ngettext ("%s example has an empty answer",
                       "%s examples have an empty answer", count);

    case ATTUNE_ISSUE_EMPTY_QUESTION:
      return ngettext ("%s example has an empty question",
                       "%s examples have an empty question", count);

    case ATTUNE_ISSUE_EMPTY_TURN:
      return ngettext ("%s conversation has a message without text",
                       "%s conversations have a message without text", count);

    case ATTUNE_ISSUE_TOO_LONG:
      return ngettext ("%s example is longer than the model can learn from",
                       "%s examples are longer than the model can learn from", count);

    default:
      return NULL;
    }
}

/* Translators: in these titles %s is a number. */
static const char *
get_title_of_text (AttuneIssueKind kind,
                   gulong          count)
{
  switch ((int)kind)
    {
    case ATTUNE_ISSUE_SPECIAL_TOKEN:
      return ngettext ("%s example has text that stops a fine-tune",
                       "%s examples have text that stops a fine-tune", count);

    case ATTUNE_ISSUE_TEMPLATE_TOKEN:
      return ngettext ("%s example has marks of a chat template in its text",
                       "%s examples have marks of a chat template in their text", count);

    case ATTUNE_ISSUE_MOJIBAKE:
      return ngettext ("%s example has garbled text",
                       "%s examples have garbled text", count);

    case ATTUNE_ISSUE_ESCAPED_TEXT:
      return ngettext ("%s example has codes instead of characters",
                       "%s examples have codes instead of characters", count);

    case ATTUNE_ISSUE_INVALID_CHARACTER:
      return ngettext ("%s example has characters that cannot be shown",
                       "%s examples have characters that cannot be shown", count);

    case ATTUNE_ISSUE_SECRET:
      return ngettext ("%s example seems to hold a password or key",
                       "%s examples seem to hold a password or key", count);

    case ATTUNE_ISSUE_EMAIL:
      return ngettext ("%s example has an e-mail address",
                       "%s examples have an e-mail address", count);

    case ATTUNE_ISSUE_PHONE:
      return ngettext ("%s example has a telephone number",
                       "%s examples have a telephone number", count);

    case ATTUNE_ISSUE_IDENTITY_NUMBER:
      return ngettext ("%s example has a Chinese identity number",
                       "%s examples have a Chinese identity number", count);

    case ATTUNE_ISSUE_CARD_NUMBER:
      return ngettext ("%s example has a card number",
                       "%s examples have a card number", count);

    case ATTUNE_ISSUE_MIXED_KINDS:
      return ngettext ("%s example is of another kind than the first",
                       "%s examples are of another kind than the first", count);

    case ATTUNE_ISSUE_DUPLICATE:
      return ngettext ("%s example is there more than once",
                       "%s examples are there more than once", count);

    case ATTUNE_ISSUE_NEAR_DUPLICATE:
      /* Translators: %1$s is a number, %2$s a percentage. */
      return ngettext ("%1$s example is nearly the same as another (about %2$s or more)",
                       "%1$s examples are nearly the same as another (about %2$s or more)", count);

    case ATTUNE_ISSUE_LEAKAGE:
      return ngettext ("%s question stands in both files",
                       "%s questions stand in both files", count);

    case ATTUNE_ISSUE_MIXED_SYSTEM:
      return _("The system texts differ");

    case ATTUNE_ISSUE_TOO_FEW:
      return _("There are too few usable examples");

    case ATTUNE_ISSUE_TOO_FEW_TO_LEARN:
      return _("There are few examples to learn from");

    case ATTUNE_ISSUE_TRUNCATED:
      return _("The file seems to be cut off at its end");

    default:
      return attune_issue_get_id (kind);
    }
}

/**
 * attune_issue_dup_title:
 * @kind: a kind of issue
 * @count: how often it was found
 *
 * Returns: (transfer full): what was found, for a heading, in the person's language
 */
char *
attune_issue_dup_title (AttuneIssueKind kind,
                        guint64         count)
{
  g_autofree char *number = NULL;
  g_autofree char *threshold = NULL;
  g_autoptr(GString) title = NULL;
  const char *template;

  g_return_val_if_fail (is_kind (kind), NULL);

  if (!(template = get_title_of_form (kind, count)))
    template = get_title_of_text (kind, count);

  number = g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
  threshold = g_strdup_printf (_("%d%%"), ATTUNE_NEAR_PERCENT);
  title = g_string_new (template);
  g_string_replace (title, "%s", number, 1);
  g_string_replace (title, "%1$s", number, 1);
  g_string_replace (title, "%2$s", threshold, 1);

  return g_string_free_and_steal (g_steal_pointer (&title));
}

/**
 * attune_issue_get_advice:
 * @kind: a kind of issue
 *
 * Returns: (transfer none): what the person can do about it, in their language
 */
const char *
attune_issue_get_advice (AttuneIssueKind kind)
{
  g_return_val_if_fail (is_kind (kind), NULL);

  return _(texts[kind].advice);
}

/**
 * attune_issue_get_reason:
 * @kind: a kind of issue
 *
 * Returns: (transfer none): what is wrong with one record, a sentence in the person's language
 */
const char *
attune_issue_get_reason (AttuneIssueKind kind)
{
  g_return_val_if_fail (is_kind (kind), NULL);

  return _(texts[kind].reason);
}
