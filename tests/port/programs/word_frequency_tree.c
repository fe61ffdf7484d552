#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>

#define MAXWORD 40

struct tnode {
	char *word;
	int count;
	struct tnode *left, *right;
};

struct tnode *addtree(struct tnode *p, char *w)
{
	int cond;
	if (p == NULL) {
		p = (struct tnode *)malloc(sizeof(struct tnode));
		p->word = strdup(w);
		p->count = 1;
		p->left = p->right = NULL;
	} else if ((cond = strcmp(w, p->word)) == 0)
		p->count++;
	else if (cond < 0)
		p->left = addtree(p->left, w);
	else
		p->right = addtree(p->right, w);
	return p;
}

int getword(char *word, int lim)
{
	int c;
	char *w = word;
	while (isspace(c = getchar()))
		;
	if (c != EOF)
		*w++ = c;
	if (!isalpha(c)) {
		*w = '\0';
		return c;
	}
	for (; --lim > 0; w++)
		if (!isalnum(*w = getchar())) {
			ungetc(*w, stdin);
			break;
		}
	*w = '\0';
	return word[0];
}

void treeprint(const struct tnode *p, int depth)
{
	if (p != NULL) {
		treeprint(p->left, depth + 1);
		printf("%4d %*s%s\n", p->count, depth, "", p->word);
		treeprint(p->right, depth + 1);
	}
}

int height(struct tnode *p)
{
	int l, r;
	if (!p) return 0;
	l = height(p->left);
	r = height(p->right);
	return (l > r ? l : r) + 1;
}

void freetree(struct tnode *p)
{
	if (!p) return;
	freetree(p->left);
	freetree(p->right);
	free(p->word);
	free(p);
}

int main()
{
	struct tnode *root = NULL;
	char word[MAXWORD];

	while (getword(word, MAXWORD) != EOF)
		if (isalpha(word[0]))
			root = addtree(root, word);
	treeprint(root, 0);
	printf("height %d\n", height(root));
	freetree(root);
	return 0;
}
