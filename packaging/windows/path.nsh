; The user's PATH, with $INSTDIR at its end or without it.
;
; A PATH may be longer than NSIS's strings, which would cut it off. So it never becomes one of them: it is changed in
; memory, by functions of Windows, and keeps its registry type, in which %VARIABLES% work.

!macro CHANGE_PATH WHAT
  Push "${WHAT}"
  !ifdef __UNINSTALL__
    Call un.ChangePath
  !else
    Call ChangePath
  !endif
!macroend

!macro PATH_FUNCTION UN
Function ${UN}ChangePath ; "add" or "remove"
  Exch $0
  StrCpy $9 ";$INSTDIR;"
  ; HKEY_CURRENT_USER; KEY_READ | KEY_WRITE
  System::Call 'advapi32::RegOpenKeyExW(p 0x80000001, w "Environment", i 0, i 0x2001F, *p .r2) i .r1'
  ${If} $1 = 0
    StrCpy $3 2 ; REG_EXPAND_SZ, when there is none yet
    StrCpy $4 0
    System::Call 'advapi32::RegQueryValueExW(p r2, w "Path", p 0, *i .r5, p 0, *i .r6) i .r1'
    ${If} $1 = 0
      StrCpy $3 $5
      StrCpy $4 $6
    ${EndIf}
    ${If} $1 = 0
    ${AndIf} $3 <> 1 ; REG_SZ
    ${AndIf} $3 <> 2
      StrCpy $1 -1 ; something else, which nobody understands
    ${EndIf}
    ${If} $1 = 0
    ${OrIf} $1 = 2 ; ERROR_FILE_NOT_FOUND
      Call ${UN}ChangePathValue
    ${Else}
      DetailPrint "The PATH cannot be read ($1); it stays as it is."
    ${EndIf}
    System::Call 'advapi32::RegCloseKey(p r2)'
  ${EndIf}
  Pop $0
FunctionEnd

; $0 what to do, $2 the open key, $3 the value's type, $4 how many bytes it has, $9 ";folder;".
Function ${UN}ChangePathValue
  StrLen $5 $9
  IntOp $5 $5 * 2
  IntOp $5 $5 + $4
  IntOp $5 $5 + 8
  System::Alloc $5 ; zeros
  Pop $5 ; the buffer: ";value;", so that each folder in it stands between two semicolons
  IntPtrOp $6 $5 + 2 ; the value itself
  System::Call 'kernel32::lstrcpyW(p r5, w ";")'
  ${If} $4 <> 0
    System::Call 'advapi32::RegQueryValueExW(p r2, w "Path", p 0, p 0, p r6, *i r4)'
  ${EndIf}
  System::Call 'kernel32::lstrlenW(p r5) i .r7'
  IntOp $7 $7 - 1
  IntOp $7 $7 * 2
  IntPtrOp $7 $5 + $7
  System::Call '*$7(&w1 .r8)'
  ${If} $8 == ";"
    StrCpy $8 ""
  ${Else}
    StrCpy $8 ";" ; what is put behind it here
    System::Call 'kernel32::lstrcatW(p r5, w ";")'
  ${EndIf}
  System::Call 'shlwapi::StrStrIW(p r5, w r9) p .r7'
  ${If} $0 == "add"
  ${AndIf} $7 P= 0
    System::Call 'kernel32::lstrcatW(p r5, w "$INSTDIR")'
    ${If} $8 == "" ; as it was before, so that it will be the same afterwards
    ${AndIf} $4 > 2
      System::Call 'kernel32::lstrcatW(p r5, w ";")'
    ${EndIf}
    Call ${UN}WritePath
  ${ElseIf} $0 == "remove"
  ${AndIf} $7 P<> 0
    StrLen $1 $9
    IntOp $1 $1 - 1
    IntOp $1 $1 * 2
    IntPtrOp $1 $7 + $1 ; the semicolon behind the folder: from there on everything moves to the one before it
    System::Call 'kernel32::lstrlenW(p r1) i .r0'
    IntOp $0 $0 + 1
    IntOp $0 $0 * 2
    System::Call 'kernel32::RtlMoveMemory(p r7, p r1, i r0)'
    ${If} $8 == ";"
      System::Call 'kernel32::lstrlenW(p r5) i .r7'
      IntOp $7 $7 - 1
      IntOp $7 $7 * 2
      IntPtrOp $7 $5 + $7
      System::Call '*$7(&i2 0)'
    ${EndIf}
    Call ${UN}WritePath
  ${EndIf}
  System::Free $5
FunctionEnd

; $2 the open key, $3 the type, $6 the new value.
Function ${UN}WritePath
  System::Call 'kernel32::lstrlenW(p r6) i .r7'
  ${If} $7 = 0
    System::Call 'advapi32::RegDeleteValueW(p r2, w "Path") i .r1'
  ${Else}
    IntOp $7 $7 + 1
    IntOp $7 $7 * 2
    System::Call 'advapi32::RegSetValueExW(p r2, w "Path", i 0, i r3, p r6, i r7) i .r1'
  ${EndIf}
  ${If} $1 = 0
    SendMessage ${HWND_BROADCAST} ${WM_WININICHANGE} 0 "STR:Environment" /TIMEOUT=5000
  ${Else}
    DetailPrint "The PATH cannot be changed ($1); it stays as it is."
  ${EndIf}
FunctionEnd
!macroend

!insertmacro PATH_FUNCTION ""
!insertmacro PATH_FUNCTION "un."
