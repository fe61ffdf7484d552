#include <stdio.h>
#include <string.h>
#include <ctype.h>
#include <stdlib.h>
#define MAX_WRONG 6
#define WORDS 3
int unused_global;
static const char *words[WORDS]={"socket","listen","accept"};
static int reveal(const char *word,char *shown,char guess);
int main(int argc,char **argv){
  char shown[32],line[16],used[27]="";
  int wrong=0,i,n=0,len,unused=0;
  float unused2;
  for(n=0;n<WORDS;n++){
    wrong=0; used[0]=0;
    len=strlen(words[n]);
    memset(shown,'_',len); shown[len]='\0';
    while(wrong<MAX_WRONG&&strchr(shown,'_')){
      for(i=0;i<len;i++)printf("%c ",shown[i]);
      printf("(%d left) ",MAX_WRONG-wrong);
      if(!fgets(line,sizeof line,stdin)){ puts(""); goto over; }
      if(!isalpha(line[0])){ puts("letters only"); continue; }
      line[0]=tolower(line[0]);
      if(strchr(used,line[0])){ puts("again?"); continue; }
      i=strlen(used); used[i]=line[0]; used[i+1]=0;
      if(reveal(words[n],shown,line[0])==0) wrong++;
    }
    printf("%s: %s\n",words[n],wrong<MAX_WRONG?"won":"lost");
  }
over:
  return wrong;
}
static int reveal(const char *word,char *shown,char guess){
  int hits=0;
  const char *p=word;
  while((p=strchr(p,guess))!=NULL){ shown[p-word]=guess; hits++; p++; }
  return hits;
}
