/**
 * Who may do what, written by hand from the issue and DESIGN: a row a command or button, a column a role.
 *
 *   y  may             n  may not, and is told so      0  is served, and there is nothing in it for him
 *   .  hears nothing   -  is an entrepreneur: it is taken for what an entrepreneur says, and nothing of the staff's happens
 *
 * `{working}` is the number of the case that stands so; each row is tried on the open one and on its sealed twin (`open`: on
 * the open one only). `they` is what shows that it was done: an event, a job (`job:`), what he is asked next (`?`), or words
 * he is shown (in quotes). `at`: where it can be done, `own` his own chat, `group` a group, `any` everywhere.
 *
 * The columns: a stranger, a member who was removed, the entrepreneur it is of, another; the intake desk, a handler of its
 * unit, of another unit, of the unit complained of (open case, sealed case; he works for the unit that has it, too),
 * supervision, a leader, an administrator, each being nothing else.
 */
export const TABLE = `
what            said                                        pressed                              they                            at     strng gone owner other desk unit away acc-o acc-s super leader admin
accept          受理 {registered}                           accept:{registered}                  accepted                        any    .     .    -     -     y    n    n    n     n     y     n      n
decline         不予受理 {registered}_不属于本市管辖_在外地   decline:{registered}:elsewhere       proposal-made                   any    .     .    -     -     y    n    n    n     n     y     n      n
classify        改类别 {registered}_合同与商事纠纷           classify:{registered}:contract       classified                      any    .     .    -     -     y    n    n    n     n     y     n      n
seal            保密 {registered}                           classify:{registered}:sealed=        classified                      open   .     .    -     -     y    n    n    n     .     y     n      n
dispatch        派单 {accepted}_清欠专班                     dispatch:{accepted}:industry         dispatched                      any    .     .    -     -     y    n    n    n     n     y     n      n
redispatch      改派 {dispatched}_交通局                     dispatch:{dispatched}:transport      dispatched                      any    .     .    -     -     y    n    n    n     n     y     n      n
acknowledge     签收 {dispatched}                           acknowledge:{dispatched}             acknowledged                    any    .     .    -     -     n    y    n    y     n     n     n      n
start           开始办理 {dispatched}                        start:{dispatched}                   started                         any    .     .    -     -     n    y    n    y     n     n     n      n
return          退单 {dispatched}_不属于我们的职责            return:{dispatched}                  returned/?return                any    .     .    -     -     n    y    n    y     n     n     n      n
ask-back        补正 {working}_请补充送货单                  ask-back:{working}                   asked-back/?ask-back            any    .     .    -     -     n    y    n    y     n     y     n      n
resume          继续办理 {asked}                            resume:{asked}                       resumed                         any    .     .    -     -     y    y    n    y     n     y     n      n
extend          延期 {working}_3天_要到现场核查              extend:{working}                     proposal-made/?extend           any    .     .    -     -     n    y    n    y     n     y     n      n
reply           回复 {working}_正在核实                      reply:{working}                      replied/?reply                  any    .     .    -     -     y    y    n    y     n     y     n      n
conclude        办结 {working}_已解决_对方已付清             conclude:{working}                   concluded/?conclude             any    .     .    -     -     n    y    n    y     n     y     n      n
talk            接管对话 {working}                          talk:{working}                       talk-begun                      any    .     .    -     -     y    y    n    y     n     y     n      n
end-talk        结束对话 {talked}                           end-talk:{talked}                    talk-ended                      any    .     .    -     -     n    n    n    n     n     y     n      n
review          领取审核 {answered}                         review:{answered}                    review-taken                    any    .     .    -     -     y    n    n    n     n     y     n      n
pass            审核通过 {answered}                         pass:{answered}                      reviewed                        any    .     .    -     -     y    n    n    n     n     y     n      n
send-back       退回修改 {answered}_请写明债权申报期限        send-back:{answered}                 sent-back/?send-back            any    .     .    -     -     y    n    n    n     n     y     n      n
review-listed   领取审核 {replied}                          review:{replied}                     review-taken                    any    .     .    -     -     n    n    n    n     n     y     n      n
pass-listed     审核通过 {replied}                          pass:{replied}                       reviewed                        any    .     .    -     -     n    n    n    n     n     y     n      n
supervise       督办 {working}_一周内办结                    supervise:{working}                  supervised/?supervise           any    .     .    -     -     n    n    n    n     n     y     y      n
instruct        批示 {working}_请上门了解                    instruct:{working}                   instructed/?instruct            any    .     .    -     -     n    n    n    n     n     y     y      n
merge           并单 {registered}_{accepted}                 merge:{registered}:{accepted}        merged                          any    .     .    -     -     y    n    n    n     n     y     n      n
unmerge         拆单 {merged}                               unmerge:{merged}                     unmerged                        any    .     .    -     -     y    n    n    n     n     y     n      n
transfer        转送 {accepted}_人民法院_请带上材料           transfer:{accepted}:court            transferred                     any    .     .    -     -     y    n    n    n     n     y     n      n
terminate       终止 {working}_双方已自行和解，不需要继续办理_企业来电  terminate:{working}:settled  proposal-made                  any    .     .    -     -     y    y    n    y     n     y     n      n
approve         批准 {declining}                            approve:{declining}                  declined                        any    .     .    -     -     y    n    n    n     n     y     y      n
approve-longer  批准 {extending}                            approve:{extending}                  extended                        any    .     .    -     -     n    n    n    n     n     y     y      n
refuse          不批准 {declining}_应当受理                  refuse:{declining}                   proposal-refused/?refuse        any    .     .    -     -     y    n    n    n     n     y     y      n
refuse-longer   不批准 {extending}_先去一趟                  refuse:{extending}                   proposal-refused/?refuse        any    .     .    -     -     n    n    n    n     n     y     y      n
contact         联系方式 {working}_核实线索需要              contact:{working}                    contact-opened|unsealed|?contact any   .     .    -     -     y    y    n    y     n     y     n      n
files           附件 {told}_1                               files:{told}:1                       file-opened                     any    .     .    -     -     y    y    n    y     n     y     n      n
note            备注 {working}_请盯紧                        note:{working}                       noted/?note                     any    .     .    -     -     y    y    n    y     n     y     y      n
open            查看 {told}                                 open:{told}                          “{told:mark}”                       any    .     .    -     -     y    y    n    y     n     y     y      n
number          {told}                                      -                                    “{told:mark}”                       any    .     .    -     -     y    y    n    y     n     y     y      n
/case           /case_{told}                                -                                    “{told:mark}”                       any    .     .    -     -     y    y    n    y     n     y     y      n
/find-number    /find_{told}                                -                                    “{told:mark}”                       any    .     .    -     -     y    y    n    y     n     y     y      n
/find           /find_{told:mark}                           -                                    “找到”                           open   .     .    -     -     y    y    0    y     .     y     y      0
history         历史 {told}                                 history:{told}                       “办理记录”                       any    .     .    -     -     y    y    n    y     n     y     y      n
said            看内容 {told}                               said:{told}                          “送货单”                     any    .     .    -     -     y    y    n    y     n     y     y      n
alike           同类 {told}                                 alike:{told}                         “相似”                           any    .     .    -     -     y    y    n    y     n     y     y      n
reference       参考 {told}                                 reference:{told}                     “参考”                   any    .     .    -     -     y    y    n    y     n     y     y      n
templates       模板 {told}                                 templates:{told}                     “模板”                           any    .     .    -     -     y    y    n    y     n     y     y      n
more-actions    更多操作 {told}                             more-actions:{told}                  “还可以”                       any    .     .    -     -     y    y    n    y     n     y     y      n
card            -                                           card:{told}                          “已签收”                       own    .     .    -     -     y    y    n    y     n     y     y      n
template        -                                           template:{working}:contract          “请补充合同”                     any    .     .    -     -     n    y    n    y     n     y     n      n
apply           -                                           apply:{working}:{resolved}           “{resolved:mark}”                       any    .     .    -     -     y    y    n    y     n     y     y      n
apply-yes       -                                           apply-yes:{working}:{resolved}       concluded                       any    .     .    -     -     n    y    n    y     n     y     n      n
use-case        -                                           use-case:{told}:{resolved}           “{resolved:mark}”                   own    .     .    -     -     y    y    n    y     n     y     y      n
use-article     -                                           use-article:{told}:0                 “《”                             any    .     .    -     -     y    y    n    y     n     y     y      n
draft           -                                           draft:{told}:reply:{stamp}           replied                         own    .     .    -     -     y    y    n    y     n     y     n      n
draft-note      -                                           draft:{told}:note:{stamp}            noted                           own    .     .    -     -     y    y    n    y     n     y     y      n
draft-back      -                                           draft:{told}:ask-back:{stamp}        asked-back                      own    .     .    -     -     n    y    n    y     n     y     n      n
draft-result    -                                           draft:{told}:solved:{stamp}          concluded                       own    .     .    -     -     n    y    n    y     n     y     n      n
draft-cancel    -                                           draft:{told}:cancel:{stamp}          “已取消”                         own    .     .    -     -     y    y    n    y     n     y     y      n
/start          /start                                      list:todo:0                          “您好。待办|您好。在办|没有待办”                         any    .     .    -     -     y    y    y    y     y     y     y      n
待办            待办                                        -                                    “您好。待办|您好。在办|没有待办”                         any    .     .    -     -     y    y    y    y     y     y     y      n
/mine           /mine                                       list:mine:0                          “经办”                           any    .     .    -     -     y    y    0    y     y     y     y      0
/due            /due                                        list:due:0                           “到期”                           any    .     .    -     -     y    y    0    y     y     y     y      0
/ask            /ask_拖欠货款多久必须付                      -                                    “先翻合同”                             any    .     .    -     -     y    y    y    y     y     y     y      y
/help           /help                                       -                                    “命令”                           any    .     .    -     -     y    y    y    y     y     y     y      y
/report         /report_week                                report:week                          job:report                      any    .     .    -     -     y    n    n    n     n     y     y      y
/ledger         /ledger                                     -                                    job:export                      any    .     .    -     -     y    y    y    y     y     y     y      y
导出            导出_含联系方式                              -                                    job:export                      any    .     .    -     -     n    n    n    n     n     y     n      n
/gaps           /gaps                                       gaps                                 “组”                             any    .     .    -     -     y    y    y    y     y     y     y      y
gap             -                                           gap:{gap}                            “猫”                             any    .     .    -     -     y    y    y    y     y     y     y      y
gap-answer      -                                           gap-answer:{gap}                     ?answer                         any    .     .    -     -     y    y    y    y     y     y     y      y
gap-dismiss     -                                           gap-dismiss:{gap}                    dismissed                       any    .     .    -     -     y    y    y    y     y     y     y      y
/entries        /entries                                    entry:{entry}                        “待核准”                         any    .     .    -     -     y    y    y    y     y     y     y      y
entry-approve   -                                           entry-approve:{entry}:{seen}         approved                        any    .     .    -     -     y    y    y    y     y     y     y      y
entry-reanswer  -                                           entry-reanswer:{entry}               ?reanswer                       any    .     .    -     -     y    y    y    y     y     y     y      y
entry-question  -                                           entry-question:{entry}               ?question                       any    .     .    -     -     y    y    y    y     y     y     y      y
entry-until     -                                           entry-until:{entry}                  ?until                          any    .     .    -     -     y    y    y    y     y     y     y      y
entry-reject    -                                           entry-reject:{entry}                 ?reject                         any    .     .    -     -     y    y    y    y     y     y     y      y
/pushes         /pushes                                     push:{push}                          “餐饮贷款贴息办法”               any    .     .    -     -     y    n    n    n     n     y     n      n
push-yes        -                                           push:{push}:yes                      push-approved                   any    .     .    -     -     y    n    n    n     n     y     n      n
push-no         -                                           push:{push}:no                       push-rejected                   any    .     .    -     -     y    n    n    n     n     y     n      n
/reload         /reload                                     kb:reload                            job:reload                      any    .     .    -     -     n    n    n    n     n     n     n      y
/reload-force   /reload_force                               kb:force                             job:reload                      any    .     .    -     -     n    n    n    n     n     n     n      y
/rollback       /rollback                                   kb:rollback                          job:rollback                    any    .     .    -     -     n    n    n    n     n     n     n      y
/kb             /kb                                         -                                    “政策文件：”                     any    .     .    -     -     n    n    n    n     n     n     n      y
kb-leave        -                                           kb:leave                             “这一版”                       any    .     .    -     -     n    n    n    n     n     n     n      y
/status         /status                                     -                                    “待发消息”                           any    .     .    -     -     n    n    n    n     n     n     n      y
/parked         /parked                                     -                                    “没有”                           any    .     .    -     -     n    n    n    n     n     n     n      y
system-retry    -                                           system:retry                         job:retry                       any    .     .    -     -     n    n    n    n     n     n     n      y
/backup         /backup                                     -                                    job:backup                      any    .     .    -     -     n    n    n    n     n     n     n      y
document        [file]                                      -                                    job:stage                       any    .     .    -     -     n    n    n    n     n     n     n      y
document-adopt  加入_0123abcd                               doc:adopt:0123abcd                   job:adopt                       any    .     .    -     -     n    n    n    n     n     n     n      y
document-back   撤下_0123abcd                               doc:withdraw-document:0123abcd       job:withdraw-document           any    .     .    -     -     n    n    n    n     n     n     n      y
document-drop   放弃_0123abcd                               doc:discard:0123abcd                 job:discard                     any    .     .    -     -     n    n    n    n     n     n     n      y
/staff          /staff                                      staff:list                           “位”                             own    .     .    -     -     n    n    n    n     n     n     n      y
/staff-one      /staff_王芳                                 staff:m:staff-王芳                   “受理员”                         own    .     .    -     -     n    n    n    n     n     n     n      y
/staff-add      /staff_add_周全                             staff:add                            ?member                         own    .     .    -     -     n    n    n    n     n     n     n      y
contact-card    [card]                                      staff:as:clerk                       ?member|“重新”                   own    .     .    -     -     n    n    n    n     n     n     n      y
staff-roles     -                                           staff:roles:staff-王芳               “督办”                           own    .     .    -     -     n    n    n    n     n     n     n      y
staff-role      -                                           staff:role:staff-王芳:supervisor     posted                          own    .     .    -     -     n    n    n    n     n     n     n      y
staff-units     -                                           staff:units:staff-陈刚               “税务局”                         own    .     .    -     -     n    n    n    n     n     n     n      y
staff-unit      -                                           staff:unit:staff-陈刚:transport      posted                          own    .     .    -     -     n    n    n    n     n     n     n      y
staff-sealed    -                                           staff:sealed:staff-王芳              posted                          own    .     .    -     -     n    n    n    n     n     n     n      y
staff-leave     -                                           staff:leave:staff-马俊:3             left                            own    .     .    -     -     n    n    n    n     n     n     n      y
staff-back      -                                           staff:back:staff-王芳                “王芳”                           own    .     .    -     -     n    n    n    n     n     n     n      y
staff-invite    -                                           staff:invite:staff-王芳              invited                         own    .     .    -     -     n    n    n    n     n     n     n      y
staff-remove    -                                           staff:remove:staff-马俊:none         removed                         own    .     .    -     -     n    n    n    n     n     n     n      y
/bind           /bind_督办组                                place:set:supervision                place-set                       group  .     .    -     -     n    n    n    n     n     n     n      y
place-yes       -                                           place:yes:unit:tax                   place-set                       group  .     .    -     -     n    n    n    n     n     n     n      y
place-units     -                                           place:units                          “税务局”                         group  .     .    -     -     n    n    n    n     n     n     n      y
place-no        -                                           place:no                             “没有改动”                       group  .     .    -     -     n    n    n    n     n     n     n      y
/unbind         /unbind                                     place:none                           place-cleared|“没有设过”        group  .     .    -     -     n    n    n    n     n     n     n      y
rate            -                                           rate:{followed}:satisfied            rated                           any    .     .    y     -     n    n    n    n     n     n     n      n
withdraw        -                                           withdraw-yes:{working}               withdrawn                       any    .     .    y     -     n    n    n    n     n     n     n      n
nudge           催办_{working}                              nudge:{working}                      nudged                          any    .     .    y     -     n    n    n    n     n     n     n      n
reopen          -                                           reopen:{resolved}                    ?reopen|?reason|reopened        any    .     .    y     -     n    n    n    n     n     n     n      n
`
