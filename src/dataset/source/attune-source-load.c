/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-source"

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-compound-file.h"
#include "attune-decoder.h"
#include "attune-encoding-guess.h"
#include "attune-encoding.h"
#include "attune-error.h"
#include "attune-foreign-format.h"
#include "attune-packing.h"
#include "attune-source-private.h"
#include "attune-spreadsheet.h"
#include "attune-utf8.h"

#define BLOCK_LENGTH (256 * 1024)
#define SNIFF_LENGTH 16

/* What is looked at of a file before it is believed to be UTF-8: a smaller file as a whole. */
#define SAMPLE_LENGTH (16 * 1024)
#define N_SAMPLES 64

/* A file inside a file inside a file is as far as anybody means it. */
#define LAYERS_MAX 2

/* Real text seldom shrinks to less than a fiftieth of its size. */
#define RATIO_MAX 200
#define HONEST_LENGTH (G_GOFFSET_CONSTANT (1) << 30)
#define LENGTH_MAX (G_GOFFSET_CONSTANT (64) << 30)

/*
 * The way from a file to its text, in which what self->fd holds is replaced by what comes out of
 * it: unpack, perhaps twice; convert if it is a spreadsheet; otherwise find out the encoding and
 * decode unless it is UTF-8 already.
 */
typedef struct
{
  AttuneSource              *source;
  const AttuneSourceOptions *options;
  AttuneProgressFunc         progress;
  gpointer                   user_data;
  GCancellable              *cancellable;
  double                     stage_begin;   /* the shares of the work, from 0 to 1 */
  double                     stage_end;
} Loading;

static void
begin_stage (Loading *self,
             double   end)
{
  self->stage_begin = self->stage_end;
  self->stage_end = end;
}

static void
report (gint64   done,
        gint64   total,
        gpointer user_data)
{
  Loading *self = user_data;
  double share = total > 0 ? (double)done / total : 1;
  double all = self->stage_begin + (self->stage_end - self->stage_begin) * MIN (share, 1);

  if (self->progress != NULL)
    self->progress ((gint64)(all * self->source->file_size), self->source->file_size,
                    self->user_data);
}

static goffset
get_limit (Loading *self)
{
  goffset size = MIN (self->source->file_size, LENGTH_MAX / RATIO_MAX);

  return self->options->limit > 0 ? self->options->limit : MAX (HONEST_LENGTH, size * RATIO_MAX);
}

static void
replace_content (AttuneSource *self,
                 AttuneSpool  *spool)
{
  g_set_object (&self->spool, spool);
  self->fd = attune_spool_get_fd (spool);
  self->length = attune_spool_get_length (spool);
  self->begin = 0;
}

static gboolean
unpack (Loading        *self,
        AttunePacking   packing,
        const char     *member,
        GError        **error)
{
  AttuneSource *source = self->source;
  AttuneUnpackRequest request = {
    .fd = source->fd,
    .packed_size = source->length,
    .packing = packing,
    .member = member,
    .display_name = source->display_name,
    .head = self->options->head,
  };
  g_autoptr(AttuneSpool) spool = NULL;
  AttunePackingExtent extent;
  char head[SNIFF_LENGTH];

  do
    {
      gssize n;

      g_clear_object (&spool);

      if (!(spool = attune_spool_new (source->display_name, get_limit (self), error)) ||
          !attune_packing_unpack (&request, spool, &extent, report, self, self->cancellable, error))
        return FALSE;

      source->is_head = extent == ATTUNE_PACKING_HEAD;
      source->is_cut_off |= extent == ATTUNE_PACKING_CUT_OFF;

      /* The beginning of a text is a text, but that of a spreadsheet is nothing. */
      n = source->is_head ? pread (attune_spool_get_fd (spool), head, sizeof head, 0) : 0;
      request.head = 0;

      if (n <= 0 || (attune_packing_recognise (head, n) == ATTUNE_PACKING_NONE &&
                     !attune_compound_file_is (head, n)))
        break;
    }
  while (source->is_head);

  if (source->packing == ATTUNE_PACKING_NONE)
    source->packing = packing;

  replace_content (source, spool);

  return TRUE;
}

static gboolean
convert_spreadsheet (Loading                  *self,
                     AttuneSpreadsheetFormat   format,
                     GError                  **error)
{
  AttuneSource *source = self->source;
  AttuneSpreadsheetRequest request = {
    .fd = source->fd,
    .size = source->length,
    .format = format,
    .sheet = self->options->sheet,
    .display_name = source->display_name,
    .head = self->options->head,
    .limit = get_limit (self),
  };
  g_autoptr(AttuneSpool) spool = attune_spool_new (source->display_name, get_limit (self), error);
  g_autoptr(GPtrArray) sheets = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  begin_stage (self, 1);

  if (spool == NULL ||
      !attune_spreadsheet_convert (&request, spool, sheets, &source->sheet,
                                   &source->n_filled, &source->is_head,
                                   report, self, self->cancellable, error))
    return FALSE;

  source->spreadsheet = attune_spreadsheet_format_get_title (format);
  source->sheets = g_strdupv ((char **)sheets->pdata);
  source->encoding = "UTF-8";
  source->encoding_origin = ATTUNE_ENCODING_MARKED;
  replace_content (source, spool);

  return TRUE;
}

/* Sets *@is_text to whether what came out is still to be read as text. */
static gboolean
open_zip (Loading   *self,
          gboolean  *is_text,
          GError   **error)
{
  AttuneSource *source = self->source;
  const char *name = source->display_name;
  g_autoptr(GPtrArray) members = NULL;
  const AttuneArchiveMember *member;
  AttuneZipKind kind;
  gboolean is_cut;

  /* Who chooses a member chooses it in the file itself, not in another archive inside of it. */
  gboolean is_outer = source->members == NULL;
  const char *wanted = is_outer ? self->options->member : NULL;

  members = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_archive_member_free);

  if (!attune_packing_list_members (source->fd, name, wanted, members, &kind, &is_cut, error))
    return FALSE;

  source->is_cut_off |= is_cut;
  *is_text = kind == ATTUNE_ZIP_DATA;

  switch (kind)
    {
    case ATTUNE_ZIP_XLSX:
      return convert_spreadsheet (self, ATTUNE_SPREADSHEET_XLSX, error);
    case ATTUNE_ZIP_ODS:
      return convert_spreadsheet (self, ATTUNE_SPREADSHEET_ODS, error);
    case ATTUNE_ZIP_DOCUMENT:
      attune_foreign_format_fail_document (name, error);
      return FALSE;
    case ATTUNE_ZIP_DATA:
    default:
      member = attune_archive_member_choose (members, wanted, name, error);

      if (member == NULL || !unpack (self, ATTUNE_PACKING_ZIP, member->name, error))
        return FALSE;

      if (is_outer)
        {
          source->member = g_strdup (member->name);
          source->members = g_steal_pointer (&members);
        }

      return TRUE;
    }
}

/* Unwraps until there is text; a spreadsheet is converted on the way. */
static gboolean
unwrap (Loading   *self,
        gboolean  *is_text,
        GError   **error)
{
  *is_text = TRUE;

  for (guint layer = 0; layer < LAYERS_MAX + 1; layer++)
    {
      char head[ATTUNE_FOREIGN_FORMAT_LENGTH];
      gssize n = attune_source_read (self->source, 0, head, sizeof head, error);
      AttunePacking packing;

      if (n < 0)
        return FALSE;

      if (attune_compound_file_is (head, n))
        {
          *is_text = FALSE;
          return attune_compound_file_check (self->source->fd, self->source->length,
                                             self->source->display_name, error) &&
                 convert_spreadsheet (self, ATTUNE_SPREADSHEET_XLS, error);
        }

      packing = attune_packing_recognise (head, n);

      if (packing == ATTUNE_PACKING_NONE || layer == LAYERS_MAX)
        return attune_foreign_format_check (head, n, self->source->display_name, error);

      begin_stage (self, self->stage_end + (1 - self->stage_end) * 0.6);

      if (!(packing == ATTUNE_PACKING_ZIP ? open_zip (self, is_text, error)
                                          : unpack (self, packing, NULL, error)))
        return FALSE;

      if (!*is_text)
        return TRUE;
    }

  return TRUE;
}

/* Whether there was more text, so that what is there may end within a character. */
static gboolean
ends_early (AttuneSource *self)
{
  return self->is_head || self->is_cut_off;
}

/* Looks at one piece of the file; the characters at its ends may be cut. */
static gboolean
is_sample_utf8 (const char *bytes,
                gsize       length)
{
  AttuneUtf8Stats stats;
  gsize begin = 0;

  while (begin < MIN (length, 3) && ((guint8)bytes[begin] & 0xc0) == 0x80)
    begin++;

  attune_utf8_scan (bytes + begin,
                    length - begin - attune_utf8_get_incomplete (bytes + begin, length - begin),
                    &stats);

  return stats.n_bad == 0 && stats.n_nul == 0;
}

/* Returns 1 when all that is looked at is UTF-8, 0 when not, -1 with an error. */
static int
check_samples (Loading  *self,
               GError  **error)
{
  AttuneSource *source = self->source;
  g_autofree char *bytes = g_malloc (SAMPLE_LENGTH * N_SAMPLES);
  AttuneUtf8Stats stats;
  gssize n;

  if (source->length <= SAMPLE_LENGTH * N_SAMPLES)
    {
      if ((n = attune_source_read (source, 0, bytes, SAMPLE_LENGTH * N_SAMPLES, error)) < 0)
        return -1;

      /* Nothing is cut here, unless only the beginning was unpacked. */
      if (ends_early (source))
        n -= attune_utf8_get_incomplete (bytes, n);

      attune_utf8_scan (bytes, n, &stats);

      return stats.n_bad == 0 && stats.n_nul == 0;
    }

  for (guint i = 0; i < N_SAMPLES; i++)
    {
      goffset offset = (source->length - SAMPLE_LENGTH) / (N_SAMPLES - 1) * i;

      if ((n = attune_source_read (source, offset, bytes, SAMPLE_LENGTH, error)) < 0)
        return -1;

      if (!is_sample_utf8 (bytes, n))
        return 0;
    }

  return 1;
}

static gboolean
survey (Loading              *self,
        AttuneEncodingFound  *found,
        GError              **error)
{
  AttuneSource *source = self->source;
  g_autoptr(AttuneEncodingGuess) guess = attune_encoding_guess_new ();
  g_autofree char *bytes = g_malloc (BLOCK_LENGTH);
  goffset head = self->options->head;
  goffset end = head > 0 ? MIN (source->length, MAX (head, BLOCK_LENGTH)) : source->length;
  gboolean is_cut = end < source->length || ends_early (source);

  begin_stage (self, self->stage_end + (1 - self->stage_end) * 0.3);

  for (goffset offset = 0; offset < end;)
    {
      gssize n = attune_source_read (source, offset, bytes, MIN (BLOCK_LENGTH, end - offset),
                                     error);
      const char *cut;

      if (n < 0 || g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;

      offset += n;

      /* A line that goes on behind the head would look damaged. */
      if (is_cut && offset >= end && (cut = memrchr (bytes, '\n', n)))
        n = cut + 1 - bytes;

      attune_encoding_guess_feed (guess, bytes, n);
      report (offset, end, self);
    }

  attune_encoding_guess_finish (guess, found);

  return TRUE;
}

static gboolean
use_chosen_encoding (Loading              *self,
                     AttuneEncodingFound  *found,
                     GError              **error)
{
  const AttuneEncoding *encoding = attune_encoding_find (self->options->encoding);

  if (encoding == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        /* Translators: the first %s is the name of an encoding that somebody
                         * typed, the second the name of a file. */
                        _("“%s” is not the name of an encoding in which “%s” could be read. Choose "
                          "another, such as GB18030."),
                        self->options->encoding, self->source->display_name);
      return FALSE;
    }

  self->source->encoding_origin = ATTUNE_ENCODING_CHOSEN;

  if (g_strcmp0 (found->encoding, encoding->name) != 0)
    found->bom_length = 0;

  found->encoding = encoding->name;
  found->is_damaged = TRUE;

  return TRUE;
}

static gboolean
find_encoding (Loading              *self,
               AttuneEncodingFound  *found,
               GError              **error)
{
  char head[SNIFF_LENGTH];
  gssize n = attune_source_read (self->source, 0, head, sizeof head, error);
  int is_utf8;

  if (n < 0)
    return FALSE;

  *found = (AttuneEncodingFound) { 0 };
  found->encoding = attune_encoding_guess_find_bom (head, n, &found->bom_length);

  if (self->options->encoding != NULL)
    return use_chosen_encoding (self, found, error);

  if (found->encoding != NULL)
    self->source->encoding_origin = ATTUNE_ENCODING_MARKED;

  if (found->encoding != NULL && !g_str_equal (found->encoding, "UTF-8"))
    return TRUE;

  if (self->options->survey)
    return survey (self, found, error);

  if ((is_utf8 = check_samples (self, error)) < 0)
    return FALSE;

  if (!is_utf8)
    return survey (self, found, error);

  found->encoding = "UTF-8";

  return TRUE;
}

static gboolean
write_text (const char  *text,
            gsize        length,
            gpointer     user_data,
            GError     **error)
{
  return attune_spool_write (user_data, text, length, error);
}

/* Says where the first byte is that is not of the encoding that the person chose. */
static void
explain_decoding (AttuneSource   *self,
                  AttuneDecoder  *decoder,
                  GError        **error)
{
  g_autofree char *detail = NULL;
  g_autofree char *line = NULL;

  if (error == NULL || !g_error_matches (*error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE))
    return;

  detail = g_strdup ((*error)->message);
  line = g_strdup_printf ("%" G_GUINT64_FORMAT, attune_decoder_get_bad_line (decoder));
  g_clear_error (error);
  attune_set_error (error, ATTUNE_ERROR_DATA, detail,
                    /* Translators: the first %s is the name of a file, the second a number, the
                     * third the name of an encoding. */
                    _("“%s” cannot be read as it was asked: in line %s are bytes that mean nothing in "
                      "the encoding “%s”. Choose another encoding."),
                    self->display_name, line, attune_encoding_get_label (self->encoding));
}

static gboolean
decode_all (Loading        *self,
            AttuneDecoder  *decoder,
            AttuneSpool    *spool,
            GError        **error)
{
  AttuneSource *source = self->source;
  g_autofree char *bytes = g_malloc (BLOCK_LENGTH);
  goffset head = self->options->head;

  for (goffset offset = 0; offset < source->length;)
    {
      gssize n = attune_source_read (source, offset, bytes, BLOCK_LENGTH, error);

      if (n < 0 || g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !attune_decoder_feed (decoder, bytes, n, error))
        return FALSE;

      offset += n;
      report (offset, source->length, self);

      if (head > 0 && attune_spool_get_length (spool) >= head && offset < source->length)
        source->is_head = TRUE;

      if (source->is_head && offset < source->length)
        break;
    }

  /* What the decoder still holds of a beginning is a character, or a line, that is cut. */
  return ends_early (source) || attune_decoder_finish (decoder, error);
}

static gboolean
decode (Loading                    *self,
        const AttuneEncodingFound  *found,
        GError                    **error)
{
  AttuneSource *source = self->source;
  g_autoptr(AttuneSpool) spool = attune_spool_new (source->display_name, G_MAXINT64, error);
  g_autoptr(AttuneDecoder) decoder = NULL;
  gboolean is_strict = self->options->encoding != NULL && !self->options->mend;

  begin_stage (self, 1);

  if (spool == NULL)
    return FALSE;

  if (!(decoder = attune_decoder_new (found->encoding, found->other, is_strict, write_text, spool)))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: the first %s is the name of a file, the second the name of
                         * an encoding. */
                        _("“%s” cannot be read, because this system lacks the encoding “%s”. Save the "
                          "file as UTF-8, then choose it again."),
                        source->display_name, attune_encoding_get_label (found->encoding));
      return FALSE;
    }

  if (!decode_all (self, decoder, spool, error))
    {
      explain_decoding (source, decoder, error);
      return FALSE;
    }

  source->n_mended = attune_decoder_get_n_mended (decoder);
  replace_content (source, spool);

  return TRUE;
}

/* Only the beginning of a packed text in UTF-8 is there, and may end within a character. */
static gboolean
trim_end (AttuneSource  *self,
           GError       **error)
{
  char tail[4];
  gssize n;

  if (!ends_early (self) || self->length < (goffset)sizeof tail)
    return TRUE;

  if ((n = attune_source_read (self, self->length - sizeof tail, tail, sizeof tail, error)) < 0)
    return FALSE;

  self->length -= attune_utf8_get_incomplete (tail, n);

  return TRUE;
}

static gboolean
load_text (Loading  *self,
           GError  **error)
{
  AttuneSource *source = self->source;
  AttuneEncodingFound found;

  if (!find_encoding (self, &found, error))
    return FALSE;

  source->encoding = found.encoding;
  source->other_encoding = found.other;
  source->begin += found.bom_length;
  source->length -= found.bom_length;

  /* Lines of UTF-8 that are damaged are left to those who read them, and can say which they are. */
  if (g_str_equal (found.encoding, "UTF-8") && found.other == NULL &&
      !(found.is_damaged && self->options->mend))
    return trim_end (source, error);

  return decode (self, &found, error);
}

/* Makes the text of the file that self->fd holds readable. */
gboolean
attune_source_load (AttuneSource               *self,
                    const AttuneSourceOptions  *options,
                    AttuneProgressFunc          progress,
                    gpointer                    user_data,
                    GCancellable               *cancellable,
                    GError                    **error)
{
  Loading loading = {
    .source = self,
    .options = options,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };
  gboolean is_text;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !unwrap (&loading, &is_text, error) ||
      (is_text && !load_text (&loading, error)))
    return FALSE;

  if (progress != NULL)
    progress (self->file_size, self->file_size, user_data);

  return TRUE;
}
