/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-products"

#include "config.h"

#include <string.h>

#include <ggml.h>

#include "attune-trainer-gemm.h"
#include "attune-trainer-products.h"
#include "attune-trainer-unpack.h"

/* Matrices are cut at multiples of this, so that no two threads write to one cache line. */
#define CUT 16

/* The source of a product that it is added to, in its place, where there is one. */
#define ADDEND 2

/* One matrix product out of a node's stack of them. */
typedef struct
{
  AttuneTrainerMatrix  left;
  AttuneTrainerMatrix  right;
  float               *result;
  int                  n_rows;
  int                  n_columns;
  int                  depth;
  int                  stride;
} Product;

static void *
get_slice (const struct ggml_tensor *tensor,
           gint64                    i,
           gint64                    n)
{
  /* Where one matrix serves several (grouped-query attention), neighbours share it. */
  return (char *)tensor->data + i / (n / tensor->ne[2]) * tensor->nb[2];
}

static AttuneTrainerMatrix
get_matrix (const struct ggml_tensor *tensor,
            gint64                    i,
            gint64                    n)
{
  AttuneTrainerMatrix matrix = { .type = tensor->type };
  gboolean is_transposed = tensor->nb[0] != sizeof (float);

  if (tensor->type != GGML_TYPE_F32)
    {
      matrix.packed = get_slice (tensor, i, n);
      matrix.packed_stride = tensor->nb[1];

      return matrix;
    }

  matrix.values = get_slice (tensor, i, n);
  matrix.stride = tensor->nb[is_transposed ? 0 : 1] / sizeof (float);
  matrix.is_transposed = is_transposed;

  return matrix;
}

static int
find_cut (int n,
          int part,
          int n_parts,
          int cut_at)
{
  if (part == n_parts)
    return n;

  return MIN (((gint64)n * part / n_parts + cut_at - 1) / cut_at * cut_at, n);
}

/* Leaves out the first lines of a matrix, or the beginnings of all of them. */
static void
advance (AttuneTrainerMatrix *matrix,
         gsize                n,
         gboolean             whole_lines)
{
  if (matrix->packed == NULL)
    matrix->values += n * (whole_lines ? matrix->stride : 1);
  else if (whole_lines)
    matrix->packed += n * matrix->packed_stride;
  else
    matrix->packed += n / ggml_blck_size (matrix->type) * ggml_type_size (matrix->type);
}

static void
multiply_part (Product  product,
               int      part,
               int      n_parts,
               gboolean add)
{
  gboolean by_row = product.n_rows >= product.n_columns;
  int cut_at = product.right.packed != NULL ? ATTUNE_TRAINER_UNPACK_BLOCK : CUT;
  int n = by_row ? product.n_rows : product.n_columns;
  int start = find_cut (n, part, n_parts, cut_at);
  int end = find_cut (n, part + 1, n_parts, cut_at);
  AttuneTrainerMatrix *cut = by_row ? &product.left : &product.right;

  if (start >= end)
    return;

  advance (cut, start, cut->is_transposed != by_row);
  product.result += (gsize)start * (by_row ? product.stride : 1);

  attune_trainer_gemm (product.left, product.right,
                       by_row ? end - start : product.n_rows,
                       by_row ? product.n_columns : end - start,
                       product.depth, add, product.result, product.stride);
}

/* Whole matrices are shared out where that comes out even, else every matrix is cut up. */
static void
multiply (struct ggml_tensor  *node,
          Product           (*get_product) (struct ggml_tensor *node,
                                            gint64              i),
          int                  task,
          int                  n_tasks)
{
  gint64 n = node->ne[2];
  int n_parts = n % n_tasks == 0 ? 1 : n_tasks;
  gboolean add = node->src[ADDEND] != NULL;

  for (gint64 unit = task; unit < n * n_parts; unit += n_tasks)
    multiply_part (get_product (node, unit / n_parts), unit % n_parts, n_parts, add);
}

/* MUL_MAT: result[column, row] = Σ first[d, column] · second[d, row] */
static Product
get_mul_mat (struct ggml_tensor *node,
             gint64              i)
{
  Product product;

  product.left = get_matrix (node->src[1], i, node->ne[2]);
  product.right = get_matrix (node->src[0], i, node->ne[2]);
  product.right.is_transposed = !product.right.is_transposed;
  product.result = get_slice (node, i, node->ne[2]);
  product.n_rows = node->ne[1];
  product.n_columns = node->ne[0];
  product.depth = node->src[0]->ne[0];
  product.stride = node->nb[1] / sizeof (float);

  return product;
}

/* OUT_PROD: result[column, row] = Σ first[column, d] · second[row, d] */
static Product
get_out_prod (struct ggml_tensor *node,
              gint64              i)
{
  Product product;

  product.left = get_matrix (node->src[1], i, node->ne[2]);
  product.left.is_transposed = !product.left.is_transposed;
  product.right = get_matrix (node->src[0], i, node->ne[2]);
  product.result = get_slice (node, i, node->ne[2]);
  product.n_rows = node->ne[1];
  product.n_columns = node->ne[0];
  product.depth = node->src[0]->ne[1];
  product.stride = node->nb[1] / sizeof (float);

  return product;
}

static void
mul_mat_cb (struct ggml_tensor *node,
            int                 task,
            int                 n_tasks,
            void               *user_data)
{
  multiply (node, get_mul_mat, task, n_tasks);
}

static void
out_prod_cb (struct ggml_tensor *node,
             int                 task,
             int                 n_tasks,
             void               *user_data)
{
  multiply (node, get_out_prod, task, n_tasks);
}

static gboolean
is_matrix (const struct ggml_tensor *tensor)
{
  return tensor->type == GGML_TYPE_F32 && tensor->ne[3] == 1 &&
         (tensor->nb[0] == sizeof (float) || tensor->nb[1] == sizeof (float));
}

/* Only weights are packed, and they come first in both operations. */
static gboolean
is_weight (const struct ggml_tensor *tensor)
{
  return tensor->ne[3] == 1 && tensor->nb[0] == ggml_type_size (tensor->type) &&
         attune_trainer_unpack_supports (tensor->type);
}

/* Which node uses which: the only one there is, or the very node that is used where there are
 * several. */
static GHashTable *
find_users (struct ggml_cgraph *graph)
{
  GHashTable *users = g_hash_table_new (NULL, NULL);

  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      for (int j = 0; j < GGML_MAX_SRC; j++)
        if (node->src[j] != NULL)
          g_hash_table_insert (users, node->src[j],
                               g_hash_table_contains (users, node->src[j]) ? node->src[j] : node);
    }

  return users;
}

/* A gradient of the model's, which is added to whatever is there. */
static gboolean
is_kept_sum (const struct ggml_tensor *addition,
             const struct ggml_tensor *other)
{
  return addition->view_src == other && other->op == GGML_OP_NONE;
}

/* Where nobody else looks at what a product is added to, nobody misses it. It has memory of its
 * own, or another product has been added to it already. */
static gboolean
is_passing_sum (const struct ggml_tensor *addition,
                const struct ggml_tensor *other,
                GHashTable               *users)
{
  return addition->view_src == NULL && g_hash_table_lookup (users, other) == addition &&
         other->op != GGML_OP_NONE && (other->flags & GGML_TENSOR_FLAG_OUTPUT) == 0 &&
         (other->view_src == NULL || other->src[0]->src[ADDEND] == other->view_src);
}

/* What was a part of one node is a part of the one whose memory that has become. */
static void
move_views (struct ggml_cgraph *graph,
            struct ggml_tensor *from,
            struct ggml_tensor *to)
{
  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    if (ggml_graph_node (graph, i)->view_src == from)
      ggml_graph_node (graph, i)->view_src = to;
}

/* What a product is added to is read and written once more for that, which for a short window or an
 * adapter costs more than the product. The product can write straight into it, and the addition
 * becomes a view of it. */
static void
add_in_place (struct ggml_cgraph *graph,
              struct ggml_tensor *node,
              GHashTable         *users)
{
  struct ggml_tensor *addition = g_hash_table_lookup (users, node);
  struct ggml_tensor *other;

  /* Of two sources the first was computed first. */
  if (addition == NULL || addition->op != GGML_OP_ADD || addition->src[1] != node ||
      !ggml_are_same_shape (node, addition))
    return;

  other = addition->src[0];

  if (!is_kept_sum (addition, other) && !is_passing_sum (addition, other, users))
    return;

  node->src[ADDEND] = other;
  node->view_src = other->view_src != NULL ? other->view_src : other;
  node->view_offs = 0;
  move_views (graph, addition, node->view_src);
  addition->op = GGML_OP_VIEW;
  addition->view_src = node->view_src;
  addition->src[0] = node;
  addition->src[1] = NULL;
}

/**
 * attune_trainer_products_customize:
 * @context: where the graph was recorded
 * @node: a node of a graph that has no memory yet
 * @function: what is to compute it
 * @user_data: for @function
 *
 * Has a node computed by a function of our own. Its sources and its shape stay.
 */
void
attune_trainer_products_customize (struct ggml_context *context,
                                   struct ggml_tensor  *node,
                                   ggml_custom_op_t     function,
                                   gpointer             user_data)
{
  struct ggml_tensor *model;

  /* The layout of a custom operation's parameters is libggml's own business, so it fills in one. */
  model = ggml_custom_4d (context, GGML_TYPE_F32, 1, 1, 1, 1, &node->src[0], 1,
                          function, GGML_N_TASKS_MAX, user_data);
  memcpy (node->op_params, model->op_params, sizeof node->op_params);
  node->op = GGML_OP_CUSTOM;
}

/**
 * attune_trainer_products_substitute:
 * @context: where @graph was recorded
 * @graph: a graph that has no memory yet
 *
 * Replaces libggml's matrix products, which are made for short inputs and packed weights, by ones
 * that take two to four times less time in training. What the graph computes stays the same.
 */
void
attune_trainer_products_substitute (struct ggml_context *context,
                                    struct ggml_cgraph  *graph)
{
  g_autoptr(GHashTable) users = find_users (graph);

  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);
      ggml_custom_op_t function = node->op == GGML_OP_MUL_MAT ? mul_mat_cb : out_prod_cb;

      if ((node->op != GGML_OP_MUL_MAT && node->op != GGML_OP_OUT_PROD) ||
          !(is_matrix (node->src[0]) || is_weight (node->src[0])) ||
          !is_matrix (node->src[1]) || node->ne[3] != 1)
        continue;

      add_in_place (graph, node, users);
      attune_trainer_products_customize (context, node, function, NULL);
    }
}
