/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-packing"

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-error.h"
#include "attune-packing.h"

#define BLOCK_LENGTH (256 * 1024)

/* A ZIP file may name millions of members; a person who has so many does not choose from a list. */
#define MEMBERS_MAX 1000

typedef struct archive Archive;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

/**
 * attune_packing_recognise:
 * @bytes: (array length=length): the beginning of a file
 * @length: how many bytes
 *
 * The signatures are those of RFC 1952, RFC 8878 and PKWARE's application note 4.3.
 *
 * Returns: how the file is packed
 */
AttunePacking
attune_packing_recognise (const char *bytes,
                          gsize       length)
{
  static const struct
  {
    const char    *signature;
    gsize          length;
    AttunePacking  packing;
  } signatures[] = {
    { "\x1f\x8b\x08", 3, ATTUNE_PACKING_GZIP },
    { "\x28\xb5\x2f\xfd", 4, ATTUNE_PACKING_ZSTD },
    { "PK\003\004", 4, ATTUNE_PACKING_ZIP },
    { "PK\005\006", 4, ATTUNE_PACKING_ZIP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      if (length >= signatures[i].length &&
          memcmp (bytes, signatures[i].signature, signatures[i].length) == 0)
        return signatures[i].packing;
    }

  return ATTUNE_PACKING_NONE;
}

/* Returns FALSE, for those who fail. @unpacked: how many bytes came out before. */
gboolean
attune_packing_fail_damaged (const char  *detail,
                             const char  *display_name,
                             goffset      unpacked,
                             GError     **error)
{
  g_autofree char *size = g_format_size ((guint64)unpacked);

  if (unpacked > 0)
    attune_set_error (error, ATTUNE_ERROR_DATA, detail,
                      /* Translators: the first %s is the name of a file, the second a size such as
                       * “1.2 MB”. */
                      _("“%s” is compressed, and damaged: %s could be unpacked, but it is not what was "
                        "packed, so that none of it can be trusted. Download or copy the file again."),
                      display_name, size);
  else
    attune_set_error (error, ATTUNE_ERROR_DATA, detail,
                      /* Translators: %s is the name of a file. */
                      _("“%s” is compressed, but damaged or not complete. Download or copy it "
                        "again, or unpack it with another program."),
                      display_name);

  return FALSE;
}

static gboolean
fail_with_damage (Archive     *archive,
                  const char  *display_name,
                  GError     **error)
{
  return attune_packing_fail_damaged (archive_error_string (archive), display_name, 0, error);
}

/* libarchive has no number for a file that ends too early, only words, which are not translated; in
 * one place it passes on what zlib calls Z_BUF_ERROR. */
static gboolean
is_cut_off (const char *message)
{
  return message != NULL && (strcasestr (message, "truncated") != NULL ||
                             strcmp (message, "ZIP decompression failed (-5)") == 0);
}

static gboolean
fail_with_password (const char  *display_name,
                    GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is protected with a password. Unpack it, or save it without a "
                      "password, then choose the result."),
                    display_name);

  return FALSE;
}

static Archive *
open_archive (int             fd,
              AttunePacking   packing,
              const char     *display_name,
              GError        **error)
{
  g_autoptr(Archive) archive = archive_read_new ();

  switch (packing)
    {
    case ATTUNE_PACKING_ZSTD:
      archive_read_support_filter_zstd (archive);
      break;
    case ATTUNE_PACKING_ZIP:
      archive_read_support_format_zip (archive);
      break;
    case ATTUNE_PACKING_GZIP:
    case ATTUNE_PACKING_NONE:
    default:
      g_return_val_if_reached (NULL);
    }

  if (packing != ATTUNE_PACKING_ZIP)
    {
      archive_read_support_format_raw (archive);
      archive_read_support_format_empty (archive);
    }

  if (lseek (fd, 0, SEEK_SET) != 0 ||
      archive_read_open_fd (archive, fd, BLOCK_LENGTH) != ARCHIVE_OK)
    {
      fail_with_damage (archive, display_name, error);
      return NULL;
    }

  return g_steal_pointer (&archive);
}

/* Names inside a ZIP file may be in any encoding; then libarchive has no UTF-8 for them. */
static char *
dup_name (struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8 (entry);

  if (name == NULL)
    name = archive_entry_pathname (entry);

  return g_utf8_make_valid (name != NULL ? name : "?", -1);
}

static AttuneZipKind
get_kind (Archive    *archive,
          const char *name)
{
  if (g_str_equal (name, "xl/workbook.xml"))
    return ATTUNE_ZIP_XLSX;

  if (g_str_equal (name, "mimetype"))
    {
      char type[128] = { 0 };
      la_ssize_t n = archive_read_data (archive, type, sizeof type - 1);

      if (n > 0 && g_str_has_prefix (type, "application/vnd.oasis.opendocument.spreadsheet"))
        return ATTUNE_ZIP_ODS;

      if (n > 0 && g_str_has_prefix (type, "application/"))
        return ATTUNE_ZIP_DOCUMENT;
    }

  if (g_str_equal (name, "word/document.xml") || g_str_equal (name, "ppt/presentation.xml") ||
      g_str_equal (name, "xl/workbook.bin"))
    return ATTUNE_ZIP_DOCUMENT;

  return ATTUNE_ZIP_DATA;
}

/**
 * attune_packing_list_members:
 * @fd: a ZIP file
 * @display_name: its name, for sentences
 * @wanted: (nullable): the name of a member that is listed however many there are
 * @members: (element-type AttuneArchiveMember): where the members go that may be data, each name
 *   once, 1,000 at most
 * @kind: (out): what the file is; the list is complete only when it is %ATTUNE_ZIP_DATA
 * @is_cut: (out): whether the file ends too early
 * @error: (nullable): where to put an error
 *
 * Of a file that is cut off those are listed that begin in it, if one of them is named like data.
 * Fails with %ATTUNE_ERROR_DATA when the file is damaged or protected with a password.
 *
 * Returns: whether the members were listed
 */
gboolean
attune_packing_list_members (int             fd,
                             const char     *display_name,
                             const char     *wanted,
                             GPtrArray      *members,
                             AttuneZipKind  *kind,
                             gboolean       *is_cut,
                             GError        **error)
{
  g_autoptr(Archive) archive = open_archive (fd, ATTUNE_PACKING_ZIP, display_name, error);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean has_data = FALSE;
  struct archive_entry *entry;
  int result = ARCHIVE_EOF;

  *kind = ATTUNE_ZIP_DATA;
  *is_cut = FALSE;

  if (archive == NULL)
    return FALSE;

  while (*kind == ATTUNE_ZIP_DATA && (members->len < MEMBERS_MAX || wanted != NULL) &&
         ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK ||
          result == ARCHIVE_WARN))
    {
      g_autofree char *name = dup_name (entry);
      AttuneArchiveMember *member;

      if (archive_entry_filetype (entry) == AE_IFDIR || !attune_archive_member_may_be_data (name) ||
          g_hash_table_contains (names, name) ||
          (members->len >= MEMBERS_MAX && g_strcmp0 (name, wanted) != 0))
        continue;

      if (archive_entry_is_encrypted (entry))
        return fail_with_password (display_name, error);

      *kind = get_kind (archive, name);
      member = attune_archive_member_new (name, archive_entry_size_is_set (entry)
                                                  ? archive_entry_size (entry) : -1);
      g_ptr_array_add (members, member);
      g_hash_table_add (names, member->name);
      has_data |= attune_archive_member_is_data (name);
    }

  if (result == ARCHIVE_EOF || result == ARCHIVE_OK || result == ARCHIVE_WARN)
    return TRUE;

  *is_cut = is_cut_off (archive_error_string (archive));

  /* A document may be cut off before what tells that it is one, and its parts are of no use. */
  return (*is_cut && has_data) || fail_with_damage (archive, display_name, error);
}

/* @is_empty is set for a packed file of no bytes, in which there is nothing to find. */
static gboolean
find_member (Archive                    *archive,
             const AttuneUnpackRequest  *request,
             gboolean                   *is_empty,
             GError                    **error)
{
  struct archive_entry *entry;
  int result;

  while ((result = archive_read_next_header (archive, &entry)) == ARCHIVE_OK ||
         result == ARCHIVE_WARN)
    {
      g_autofree char *name = dup_name (entry);

      if (request->member == NULL || g_str_equal (name, request->member))
        return !archive_entry_is_encrypted (entry) ||
               fail_with_password (request->display_name, error);
    }

  *is_empty = result == ARCHIVE_EOF && request->packing != ATTUNE_PACKING_ZIP;

  return *is_empty || fail_with_damage (archive, request->display_name, error);
}

/**
 * attune_packing_has_member:
 * @fd: a ZIP file
 * @display_name: its name, for sentences
 * @member: the name of a member
 *
 * Returns: whether @member is in the file
 */
gboolean
attune_packing_has_member (int         fd,
                           const char *display_name,
                           const char *member)
{
  AttuneUnpackRequest request = {
    .fd = fd,
    .packing = ATTUNE_PACKING_ZIP,
    .member = member,
    .display_name = display_name,
  };
  g_autoptr(Archive) archive = open_archive (fd, ATTUNE_PACKING_ZIP, display_name, NULL);
  gboolean is_empty = FALSE;

  return archive != NULL && find_member (archive, &request, &is_empty, NULL);
}

/**
 * attune_packing_read_member:
 * @request: what to unpack; a member that does not exist is an error, as damage is
 * @func: (scope call): what takes it, block by block
 * @user_data: for @func
 * @extent: (out) (optional): when it fails, whether the file ends too early, or is damaged; else
 *   not set
 * @cancellable: (nullable): to stop
 * @error: (nullable): where to put an error
 *
 * For a file that is packed with gzip see attune_gunzip_read(). Fails with %ATTUNE_ERROR_DATA when
 * the file is damaged, and as @func does.
 *
 * Returns: whether it came to the end, or @func had enough
 */
gboolean
attune_packing_read_member (const AttuneUnpackRequest  *request,
                            AttunePackingBlockFunc      func,
                            gpointer                    user_data,
                            AttunePackingExtent        *extent,
                            GCancellable               *cancellable,
                            GError                    **error)
{
  g_autoptr(Archive) archive = open_archive (request->fd, request->packing, request->display_name,
                                             error);
  g_autoptr(GError) func_error = NULL;
  gboolean is_empty = FALSE;
  int result = ARCHIVE_OK;
  const void *block;
  la_int64_t offset;
  size_t n;

  if (archive == NULL || !find_member (archive, request, &is_empty, error))
    return FALSE;

  /* Block by block as they come: archive_read_data() loses those before one that is cut off. */
  while (!is_empty &&
         (result = archive_read_data_block (archive, &block, &n, &offset)) == ARCHIVE_OK)
    {
      goffset done = MIN (archive_filter_bytes (archive, -1), request->packed_size);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      /* Behind the last block there may be an empty one. */
      if (n > 0 && !func (block, n, done, user_data, &func_error))
        break;
    }

  if (func_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&func_error));
      return FALSE;
    }

  if (result == ARCHIVE_OK || result == ARCHIVE_EOF)
    return TRUE;

  if (extent != NULL)
    *extent = is_cut_off (archive_error_string (archive)) ? ATTUNE_PACKING_CUT_OFF
                                                          : ATTUNE_PACKING_DAMAGED;

  return fail_with_damage (archive, request->display_name, error);
}
