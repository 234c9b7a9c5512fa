/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-attention"

#include "config.h"

#include <string.h>

#include <ggml.h>

#include "attune-trainer-attention.h"
#include "attune-trainer-gemm.h"
#include "attune-trainer-math.h"
#include "attune-trainer-products.h"
#include "attune-trainer-softmax.h"

/* What every token gives every other one grows with the square of their number, and libggml keeps
 * it from the forward pass to the backward one, for every head of every layer. Here the shares are
 * computed for a few rows at a time, put to use and forgotten; the backward pass computes them
 * again. That takes a little longer than to keep them, but what no token may look at is left out,
 * which is half of all.
 *
 * A graph is recorded with two products in the place of attention, value × (key × query), so that
 * libggml finds out which gradients are needed and where they go. */
#define NAME       "attention"
#define LOCAL_NAME "local attention"

/* Few enough that little beyond the diagonal is computed, and enough that to pack the keys for the
 * products costs little beside these. */
#define BLOCK_ROWS 64

/* Some tokens of one head, and all that they may look at. */
typedef struct
{
  const gint32       *positions;   /* of all tokens, each in its example */
  AttuneTrainerMatrix query;
  AttuneTrainerMatrix key;
  AttuneTrainerMatrix value;       /* transposed, as a product needs it */
  int                 size;        /* of the head */
  int                 first_row;
  int                 n_rows;
  int                 first_column;
  int                 n_columns;
} Block;

/* Numbers for one block, row by row. */
typedef struct
{
  float *shares;
  float *gradients;
  float *slopes;      /* of the cap */
} Scratch;

/* One attention of a graph: what was recorded, and what libggml made of it for the way back, of
 * which some may be missing. */
typedef struct
{
  struct ggml_tensor *output;
  struct ggml_tensor *scores;
  struct ggml_tensor *query;
  struct ggml_tensor *key;
  struct ggml_tensor *value;
  struct ggml_tensor *scores_gradient;
  struct ggml_tensor *value_product;
} Recorded;

static float *
get_head (const struct ggml_tensor *tensor,
          gint64                    head)
{
  return (float *)((char *)tensor->data + head * tensor->nb[2]);
}

static int
get_stride (const struct ggml_tensor *tensor)
{
  return tensor->nb[1] / sizeof (float);
}

/* A token looks back no further than its example begins, which its position tells. */
static int
get_first_visible (const AttuneTrainerAttention *self,
                   const gint32                 *positions,
                   int                           token)
{
  return token - (int)MIN ((guint)positions[token], self->window - 1);
}

static Block
get_block (const AttuneTrainerAttention *self,
           const struct ggml_tensor     *positions,
           const struct ggml_tensor     *query,
           const struct ggml_tensor     *key,
           const struct ggml_tensor     *value,
           gint64                        head,
           int                           first_row)
{
  gint64 shared_head = head / (query->ne[2] / key->ne[2]);
  Block block = { .positions = positions->data, .size = query->ne[0], .first_row = first_row };

  block.n_rows = MIN (BLOCK_ROWS, query->ne[1] - first_row);
  block.first_column = get_first_visible (self, block.positions, first_row);
  block.n_columns = first_row + block.n_rows - block.first_column;

  block.query.stride = get_stride (query);
  block.query.values = get_head (query, head) + (gsize)first_row * block.query.stride;
  block.key.stride = get_stride (key);
  block.key.values = get_head (key, shared_head) + (gsize)block.first_column * block.key.stride;
  block.value.stride = get_stride (value);
  block.value.values = get_head (value, shared_head) + block.first_column;

  return block;
}

static AttuneTrainerMatrix
transpose (AttuneTrainerMatrix matrix)
{
  matrix.is_transposed = !matrix.is_transposed;

  return matrix;
}

static AttuneTrainerMatrix
get_matrix (const float *values,
            int          stride)
{
  return (AttuneTrainerMatrix) { .values = values, .stride = stride };
}

/* What a row may look at: columns of its block. */
static float *
get_visible (const AttuneTrainerAttention *self,
             const Block                  *block,
             float                        *numbers,
             int                           row,
             int                          *n_visible)
{
  int token = block->first_row + row;
  int first = get_first_visible (self, block->positions, token);

  *n_visible = token + 1 - first;

  return numbers + (gsize)row * block->n_columns + first - block->first_column;
}

/* Nothing comes from what a row may not look at, nor goes there. */
static void
clear_invisible (const Block *block,
                 float       *numbers,
                 int          row,
                 const float *visible,
                 int          n_visible)
{
  float *start = numbers + (gsize)row * block->n_columns;
  gsize n_before = visible - start;
  gsize n_after = block->n_columns - n_before - n_visible;

  memset (start, 0, n_before * sizeof (float));
  memset (start + n_before + n_visible, 0, n_after * sizeof (float));
}

ATTUNE_TRAINER_CLONES static void
scale_scores (float  *scores,
              gint64  n,
              float   factor)
{
  for (gint64 i = 0; i < n; i++)
    scores[i] *= factor;
}

ATTUNE_TRAINER_CLONES static void
cap_scores (float *restrict scores,
            gint64          n,
            float           factor,
            float           cap,
            float *restrict slopes)
{
  for (gint64 i = 0; i < n; i++)
    {
      float t = attune_trainer_tanh (scores[i] * factor / cap);

      scores[i] = cap * t;
      slopes[i] = factor * (1.0f - t * t);
    }
}

ATTUNE_TRAINER_CLONES static void
multiply_by_slopes (const float *restrict slopes,
                    gint64                n,
                    float       *restrict gradients)
{
  for (gint64 i = 0; i < n; i++)
    gradients[i] *= slopes[i];
}

static void
compute_shares (const AttuneTrainerAttention *self,
                const Block                  *block,
                Scratch                       scratch)
{
  gint64 n = (gint64)block->n_rows * block->n_columns;

  attune_trainer_gemm (block->query, transpose (block->key), block->n_rows, block->n_columns,
                       block->size, FALSE, scratch.shares, block->n_columns);

  if (self->cap != 0)
    cap_scores (scratch.shares, n, self->scale, self->cap, scratch.slopes);
  else
    scale_scores (scratch.shares, n, self->scale);

  for (int row = 0; row < block->n_rows; row++)
    {
      int n_visible;
      float *visible = get_visible (self, block, scratch.shares, row, &n_visible);

      attune_trainer_softmax (visible, n_visible);
      clear_invisible (block, scratch.shares, row, visible, n_visible);
    }
}

/* From the gradients of the shares to those of the products of query and key. */
static void
go_back_to_scores (const AttuneTrainerAttention *self,
                   const Block                  *block,
                   Scratch                       scratch)
{
  gint64 n = (gint64)block->n_rows * block->n_columns;

  for (int row = 0; row < block->n_rows; row++)
    {
      int n_visible;
      float *shares = get_visible (self, block, scratch.shares, row, &n_visible);
      float *gradients = get_visible (self, block, scratch.gradients, row, &n_visible);

      attune_trainer_softmax_back (shares, n_visible, gradients);
      clear_invisible (block, scratch.gradients, row, gradients, n_visible);
    }

  if (self->cap != 0)
    multiply_by_slopes (scratch.slopes, n, scratch.gradients);
  else
    scale_scores (scratch.gradients, n, self->scale);
}

/* Grows with the number of tokens, not with its square. */
static float *
allocate_scratch (const struct ggml_tensor *query,
                  Scratch                  *scratch)
{
  gsize n = (gsize)BLOCK_ROWS * query->ne[1];
  float *numbers = g_new (float, 3 * n);

  scratch->shares = numbers;
  scratch->gradients = numbers + n;
  scratch->slopes = numbers + 2 * n;

  return numbers;
}

/* Sources: query, key, value, positions. */
static void
forward_cb (struct ggml_tensor *node,
            int                 task,
            int                 n_tasks,
            void               *user_data)
{
  const AttuneTrainerAttention *self = user_data;
  const struct ggml_tensor *query = node->src[0];
  Scratch scratch;
  g_autofree float *numbers = allocate_scratch (query, &scratch);

  for (gint64 head = task; head < query->ne[2]; head += n_tasks)
    for (int row = 0; row < query->ne[1]; row += BLOCK_ROWS)
      {
        Block block = get_block (self, node->src[3], query, node->src[1], node->src[2], head, row);

        compute_shares (self, &block, scratch);
        attune_trainer_gemm (get_matrix (scratch.shares, block.n_columns),
                             transpose (block.value), block.n_rows, block.size, block.n_columns,
                             FALSE, get_head (node, head) + (gsize)row * get_stride (node),
                             get_stride (node));
      }
}

static void
go_back (const AttuneTrainerAttention *self,
         const Block                  *block,
         Scratch                       scratch,
         AttuneTrainerMatrix           output,      /* its gradient, of these rows */
         float                        *query,       /* where theirs go */
         float                        *key,
         float                        *value)
{
  AttuneTrainerMatrix shares = get_matrix (scratch.shares, block->n_columns);
  AttuneTrainerMatrix gradients = get_matrix (scratch.gradients, block->n_columns);

  compute_shares (self, block, scratch);
  attune_trainer_gemm (transpose (output), shares, block->size, block->n_columns, block->n_rows,
                       TRUE, value + block->first_column, block->value.stride);
  attune_trainer_gemm (output, block->value, block->n_rows, block->n_columns, block->size,
                       FALSE, scratch.gradients, block->n_columns);
  go_back_to_scores (self, block, scratch);
  attune_trainer_gemm (gradients, block->key, block->n_rows, block->size, block->n_columns,
                       FALSE, query + (gsize)block->first_row * block->query.stride,
                       block->query.stride);
  attune_trainer_gemm (transpose (gradients), block->query, block->n_columns, block->size,
                       block->n_rows, TRUE,
                       key + (gsize)block->first_column * block->key.stride, block->key.stride);
}

/* Sources: the gradient of the output, query, key, value, positions. The result is the gradients of
 * the three in the midst, one behind the other. Heads that share keys and values are one task's. */
static void
backward_cb (struct ggml_tensor *node,
             int                 task,
             int                 n_tasks,
             void               *user_data)
{
  const AttuneTrainerAttention *self = user_data;
  const struct ggml_tensor *output = node->src[0];
  const struct ggml_tensor *query = node->src[1];
  const struct ggml_tensor *key = node->src[2];
  const struct ggml_tensor *value = node->src[3];
  const gint64 n_heads = query->ne[2] / key->ne[2];
  const gsize n_query = query->ne[0] * query->ne[1];
  const gsize n_key = key->ne[0] * key->ne[1];
  float *query_gradients = node->data;
  float *key_gradients = query_gradients + n_query * query->ne[2];
  float *value_gradients = key_gradients + n_key * key->ne[2];
  Scratch scratch;
  g_autofree float *numbers = allocate_scratch (query, &scratch);

  for (gint64 shared = task; shared < key->ne[2]; shared += n_tasks)
    {
      float *key_gradient = key_gradients + n_key * shared;
      float *value_gradient = value_gradients + n_key * shared;

      memset (key_gradient, 0, n_key * sizeof (float));
      memset (value_gradient, 0, n_key * sizeof (float));

      for (gint64 head = shared * n_heads; head < (shared + 1) * n_heads; head++)
        for (int row = 0; row < query->ne[1]; row += BLOCK_ROWS)
          {
            Block block = get_block (self, node->src[4], query, key, value, head, row);
            int stride = get_stride (output);
            const float *rows = get_head (output, head) + (gsize)row * stride;

            go_back (self, &block, scratch, get_matrix (rows, stride),
                     query_gradients + n_query * head, key_gradient, value_gradient);
          }
    }
}

static struct ggml_tensor *
find_product (struct ggml_cgraph       *graph,
              const struct ggml_tensor *first,
              const struct ggml_tensor *second)
{
  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      if (node->op == GGML_OP_OUT_PROD && node->src[0] == first &&
          (second == NULL || node->src[1] == second || node->src[1]->src[0] == second))
        return node;
    }

  return NULL;
}

/* Where several heads share keys, libggml adds up what each of them makes of a product. */
static struct ggml_tensor *
find_sum (struct ggml_cgraph *graph,
          struct ggml_tensor *product)
{
  for (int i = 0; product != NULL && i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      if (node->op == GGML_OP_REPEAT_BACK && node->src[0]->view_src == product)
        return node;
    }

  return product;
}

static Recorded
get_recorded (struct ggml_cgraph *graph,
              struct ggml_tensor *output)
{
  Recorded recorded = { .output = output, .value = output->src[0], .scores = output->src[1] };

  recorded.key = recorded.scores->src[0];
  recorded.query = recorded.scores->src[1];
  recorded.value_product = find_product (graph, recorded.scores, NULL);
  recorded.scores_gradient = find_product (graph, recorded.value, NULL);

  return recorded;
}

static void
clear_sources (struct ggml_tensor *node)
{
  memset (node->src, 0, sizeof node->src);
}

/* A tensor becomes a part of another one, and so do those that are parts of it. */
static void
place (struct ggml_cgraph *graph,
       struct ggml_tensor *tensor,
       struct ggml_tensor *whole,
       gsize               offset)
{
  if (tensor == NULL)
    return;

  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      if (node->view_src == tensor)
        {
          node->view_src = whole;
          node->view_offs += offset;
        }
    }

  clear_sources (tensor);
  tensor->op = GGML_OP_VIEW;
  tensor->src[0] = whole;
  tensor->view_src = whole;
  tensor->view_offs = offset;
}

static void
substitute_backward (struct ggml_context    *context,
                     struct ggml_cgraph     *graph,
                     const Recorded         *recorded,
                     struct ggml_tensor     *positions,
                     AttuneTrainerAttention *attention)
{
  struct ggml_tensor *scores = recorded->scores_gradient;
  struct ggml_tensor *query = scores != NULL ? find_product (graph, recorded->key, scores) : NULL;
  struct ggml_tensor *key = scores != NULL ? find_product (graph, recorded->query, scores) : NULL;
  struct ggml_tensor *value = recorded->value_product;
  struct ggml_tensor *sources[] = {
    NULL, recorded->query, recorded->key, recorded->value, positions,
  };
  gsize query_size = ggml_nbytes (recorded->query);
  gsize key_size = ggml_nbytes (recorded->key);
  struct ggml_tensor *all;

  if (scores == NULL && value == NULL)
    return;

  sources[0] = value != NULL ? value->src[1] : scores->src[1]->src[0];
  all = ggml_custom_4d (context, GGML_TYPE_F32, (query_size + 2 * key_size) / sizeof (float),
                        1, 1, 1, sources, G_N_ELEMENTS (sources), backward_cb,
                        GGML_N_TASKS_MAX, attention);
  place (graph, query, all, 0);
  place (graph, find_sum (graph, key), all, query_size);
  place (graph, find_sum (graph, value), all, query_size + key_size);
}

static void
substitute_forward (struct ggml_context    *context,
                    const Recorded         *recorded,
                    struct ggml_tensor     *positions,
                    AttuneTrainerAttention *attention)
{
  attune_trainer_products_customize (context, recorded->output, forward_cb, attention);
  clear_sources (recorded->output);
  recorded->output->src[0] = recorded->query;
  recorded->output->src[1] = recorded->key;
  recorded->output->src[2] = recorded->value;
  recorded->output->src[3] = positions;
}

static gboolean
uses_any (const struct ggml_tensor *node,
          GHashTable               *tensors)
{
  for (int i = 0; i < GGML_MAX_SRC; i++)
    if (node->src[i] != NULL && g_hash_table_contains (tensors, node->src[i]))
      return TRUE;

  return FALSE;
}

/* The same nodes in the same order, without those in @dropped and what is made of them. */
static struct ggml_cgraph *
rebuild (struct ggml_context *context,
         struct ggml_cgraph  *graph,
         GHashTable          *dropped)
{
  struct ggml_cgraph *rebuilt;

  rebuilt = ggml_new_graph_custom (context, ggml_graph_size (graph), FALSE);

  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);

      if (g_hash_table_contains (dropped, node) || uses_any (node, dropped))
        g_hash_table_add (dropped, node);
      else
        ggml_build_forward_expand (rebuilt, node);
    }

  return rebuilt;
}

/**
 * attune_trainer_attention_new:
 * @context: where the operations are recorded
 * @query: float [n, T, heads]
 * @key: float [n, T, heads of keys]
 * @value: float [T, n, heads of keys]
 * @is_local: whether a token looks back no further than the window of the shape
 *
 * Records what every token takes from those before it.
 *
 * Returns: (transfer none): float [n, T, heads], a node that
 *   attune_trainer_attention_substitute () makes right
 */
struct ggml_tensor *
attune_trainer_attention_new (struct ggml_context *context,
                              struct ggml_tensor  *query,
                              struct ggml_tensor  *key,
                              struct ggml_tensor  *value,
                              gboolean             is_local)
{
  return ggml_set_name (ggml_mul_mat (context, value, ggml_mul_mat (context, key, query)),
                        is_local ? LOCAL_NAME : NAME);
}

/**
 * attune_trainer_attention_substitute:
 * @context: where @graph was recorded
 * @graph: a graph that has no memory yet, with its backward pass if it is to have one, and before
 *   anything else is substituted
 * @positions: int32 [T]: of each token in its example, of which several may stand one behind the
 *   other
 * @shape: what the model is like; must outlive the graph
 *
 * Puts attention where two products stand for it. Its memory grows with the number of tokens, not
 * with the square of that.
 *
 * Returns: (transfer none): the graph to use from now on, in @context
 */
struct ggml_cgraph *
attune_trainer_attention_substitute (struct ggml_context      *context,
                                     struct ggml_cgraph       *graph,
                                     struct ggml_tensor       *positions,
                                     const AttuneTrainerShape *shape)
{
  g_autoptr(GHashTable) dropped = g_hash_table_new (NULL, NULL);

  for (int i = 0; i < ggml_graph_n_nodes (graph); i++)
    {
      struct ggml_tensor *node = ggml_graph_node (graph, i);
      gboolean is_local = g_str_equal (ggml_get_name (node), LOCAL_NAME);
      AttuneTrainerAttention *attention;
      Recorded recorded;

      if (!is_local && !g_str_equal (ggml_get_name (node), NAME))
        continue;

      attention = (AttuneTrainerAttention *)(is_local ? &shape->local_attention
                                                      : &shape->attention);
      recorded = get_recorded (graph, node);
      g_hash_table_add (dropped, recorded.scores);

      if (recorded.scores_gradient != NULL)
        {
          g_hash_table_add (dropped, recorded.scores_gradient->src[1]);
          g_hash_table_add (dropped, recorded.scores_gradient);
        }

      substitute_backward (context, graph, &recorded, positions, attention);
      substitute_forward (context, &recorded, positions, attention);
    }

  return rebuild (context, graph, dropped);
}
