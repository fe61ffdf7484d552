#include<stdio.h>
#include<stdlib.h>

// 숫자 야구 게임
int answer[3]={4,7,1};

void judge(int guess[],int *strike,int *ball){
  int i,j;
  *strike=*ball=0;
  for(i=0;i<3;i++) for(j=0;j<3;j++)
    if(guess[i]==answer[j]) { if(i==j) (*strike)++; else (*ball)++; }
}

int main(){
  int s,b,tries=0,n,g[3];
  while(1){
    printf("숫자 입력 : ");
    if(scanf("%d",&n)!=1) { printf("입력 끝\n"); return 1; }
    if(n<100||n>999){ printf("세 자리 수!\n"); continue; }
    tries++;
    g[0]=n/100; g[1]=n/10%10; g[2]=n%10;
    judge(g,&s,&b);
    if(s==3){ printf("정답! %d번 만에 성공\n",tries); break; }
    else if(s==0&&b==0) printf("아웃\n");
    else printf("%dS %dB\n",s,b);
  }
  return 0;
}
