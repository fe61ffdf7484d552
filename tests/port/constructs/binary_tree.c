#include <stdio.h>
#include <stdlib.h>

struct tree {
    int key;
    struct tree *left, *right;
};

static struct tree *insert(struct tree *t, int key)
{
    if (t == NULL) {
        t = malloc(sizeof(*t));
        t->key = key;
        t->left = t->right = NULL;
    } else if (key < t->key)
        t->left = insert(t->left, key);
    else
        t->right = insert(t->right, key);
    return t;
}

static int depth(const struct tree *t)
{
    int l, r;

    if (!t)
        return 0;
    l = depth(t->left);
    r = depth(t->right);
    return 1 + (l > r ? l : r);
}

static void walk(struct tree *t, void (*visit)(int))
{
    if (t) {
        walk(t->left, visit);
        visit(t->key);
        walk(t->right, visit);
        free(t);
    }
}

static void show(int key) { printf("%d ", key); }

int main(void)
{
    int keys[] = {50, 30, 70, 20, 40, 60, 80, 10};
    struct tree *root = NULL;
    unsigned i;

    for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        root = insert(root, keys[i]);
    printf("%d: ", depth(root));
    walk(root, show);
    printf("\n");
    return 0;
}
