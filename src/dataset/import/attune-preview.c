/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preview"

#include "config.h"

#include "attune-mapper.h"
#include "attune-preview.h"
#include "attune-remedy.h"

#define MAX_TEXT_LENGTH (64 * 1024)

/* So much of the beginning of a file is read for its first records. */
#define HEAD_LENGTH (1024 * 1024)

/* What turns records into previews. */
typedef struct
{
  AttuneMapper  *mapper;
  AttuneChecker *checker;
  AttuneDraft    draft;
  guint64        remedies;
} Table;

static void
table_init (Table              *self,
            AttuneRecipe       *recipe,
            const AttuneRules  *rules,
            guint64             remedies)
{
  self->mapper = attune_mapper_new (recipe);
  self->checker = attune_checker_new (rules, NULL, NULL);
  self->remedies = remedies;
  attune_draft_init (&self->draft);
}

static void
table_clear (Table *self)
{
  attune_draft_clear (&self->draft);
  g_clear_pointer (&self->checker, attune_checker_free);
  g_clear_pointer (&self->mapper, attune_mapper_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static char *
dup_text (const AttuneRecord *record)
{
  const char *text = record->text;
  gsize length = MIN (record->length, MAX_TEXT_LENGTH);

  /* Back to where the character begins that the cut goes through. */
  for (guint i = 0; i < 3 && length < record->length && (text[length] & 0xc0) == 0x80; i++)
    length--;

  return g_utf8_make_valid (text, length);
}

static void
show_draft (AttunePreview *self,
            Table         *table,
            guint64        line)
{
  AttuneFacts facts = { 0 };

  attune_checker_check (table->checker, &table->draft, &facts);
  self->issues = facts.issues;

  if (table->draft.problem != ATTUNE_ISSUE_NONE)
    {
      self->problem = g_strdup (attune_issue_get_reason (table->draft.problem));
      return;
    }

  self->example = attune_draft_to_example (&table->draft, line);
  attune_remedies_apply (table->remedies, &table->draft);

  if (table->draft.problem == ATTUNE_ISSUE_NONE)
    self->mended = attune_draft_to_example (&table->draft, line);
}

/* Shows the example @item of a record, or its first when it has not so many. */
static AttunePreview *
show_record (Table              *table,
             const AttuneRecord *record,
             guint               item)
{
  AttunePreview *self = g_new0 (AttunePreview, 1);

  self->line = record->line;
  self->text = dup_text (record);
  attune_mapper_begin (table->mapper, record);

  while (attune_mapper_next (table->mapper, &table->draft))
    {
      if (self->n_examples == 0 || self->n_examples == item)
        {
          g_clear_pointer (&self->example, attune_example_unref);
          g_clear_pointer (&self->mended, attune_example_unref);
          g_clear_pointer (&self->problem, g_free);
          show_draft (self, table, record->line);
        }

      self->n_examples++;
    }

  return self;
}

/**
 * attune_preview_free:
 * @self: (transfer full): a preview
 */
void
attune_preview_free (AttunePreview *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->example, attune_example_unref);
  g_clear_pointer (&self->mended, attune_example_unref);
  g_clear_pointer (&self->problem, g_free);
  g_free (self);
}

/**
 * attune_preview_read_entry:
 * @scan: a scan
 * @position: which entry of its index
 * @recipe: (nullable): how its record becomes examples; %NULL for the recipe of the scan
 * @remedies: a mask
 * @error: (nullable): where to put an error
 *
 * Reads one record again; may be called on several threads at once. Fails as attune_source_read()
 * does.
 *
 * Returns: (transfer full) (nullable): the record and what becomes of it
 */
AttunePreview *
attune_preview_read_entry (AttuneScan    *scan,
                           guint          position,
                           AttuneRecipe  *recipe,
                           guint64        remedies,
                           GError       **error)
{
  AttuneReader *reader = attune_scan_get_reader (scan);
  const AttuneIndexEntry *entry = attune_index_get (attune_scan_get_index (scan), position);
  g_autoptr(AttuneParser) parser = attune_reader_new_parser (reader);
  g_auto(AttuneBlock) block = { 0 };
  g_auto(Table) table = { 0 };
  AttunePreview *self;
  AttuneRecord record;

  if (!attune_reader_read_block (reader, entry->offset, entry->length, &block, error))
    return NULL;

  attune_parser_begin (parser, &block);

  if (!attune_parser_next (parser, &record))
    record = (AttuneRecord) { .text = "", .problem = ATTUNE_ISSUE_NOT_JSON };

  record.line = entry->line;
  table_init (&table, recipe != NULL ? recipe : attune_scan_get_recipe (scan),
              attune_scan_get_rules (scan), remedies);
  self = show_record (&table, &record, entry->item);
  self->issues |= entry->issues;

  return self;
}

/**
 * attune_preview_read_file:
 * @path: (type filename): a file that the person chose
 * @options: what is known or wanted
 * @n_records: how many records to look at
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Reads the beginning of a file only. Fails as attune_scan_file() does. Blocks: call it on a
 * thread.
 *
 * Returns: (transfer full) (element-type AttunePreview) (nullable): the first records, fewer when
 *   the file has fewer
 */
GPtrArray *
attune_preview_read_file (const char               *path,
                          const AttuneScanOptions  *options,
                          guint                     n_records,
                          GCancellable             *cancellable,
                          GError                  **error)
{
  AttuneSourceOptions source_options = options->source;
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(AttuneRecognition) recognition = NULL;
  g_autoptr(GPtrArray) previews = NULL;
  g_autoptr(GError) local_error = NULL;
  g_auto(Table) table = { 0 };
  AttuneRecord record;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  source_options.head = HEAD_LENGTH;

  if (!(source = attune_source_open_full (path, &source_options, NULL, NULL, cancellable, error)) ||
      !(reader = attune_scan_open_reader (source, options, &recognition, cancellable, error)))
    return NULL;

  table_init (&table, options->recipe != NULL ? options->recipe : recognition->recipe,
              &options->rules, options->remedies);
  previews = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_preview_free);

  while (previews->len < n_records &&
         attune_reader_next (reader, &record, cancellable, &local_error))
    g_ptr_array_add (previews, show_record (&table, &record, 0));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&previews);
}
